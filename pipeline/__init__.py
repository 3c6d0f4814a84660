"""What is done to a letter: plain functions from a file to a reading, no web and no scheduler."""
