"""Letters become documents in a citation graph (the next issue but one builds it)."""
