"""A file becomes pages of words with boxes. Knows ``models`` only."""
