"""The standards system that a guide describes: model, builder, content files, differ."""
