"""Who asks, whether they may, and what browsers are told to keep to."""
