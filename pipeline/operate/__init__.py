"""For whoever runs the program: is it well, and what has it done? It only looks, and fast."""
