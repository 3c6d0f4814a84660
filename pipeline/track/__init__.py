"""Tasks over time: when they fall due, what became of them, and who is late."""
