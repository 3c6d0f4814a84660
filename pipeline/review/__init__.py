"""Soát: people look at what the machine read, the most doubtful letters first, and put it right."""
