"""The frame of the REST interface: one error shape, cursors, ETags. The apps bring their own ``endpoints``."""
