"""The frame of the site: base template, navigation, components, styles, error pages."""
