"""Pages become letters, letters become meaning. Knows ``models`` and ``pipeline.ocr``."""
