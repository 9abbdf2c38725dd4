"""Open data: everything public of this site as files for anybody's programs."""
