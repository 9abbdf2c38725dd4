"""Reading a guide: bytes → :class:`SourceDocument` → :class:`GuideDocument`."""
