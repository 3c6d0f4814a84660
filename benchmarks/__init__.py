"""Figures anyone can reproduce: `make bench`. Plain scripts, each prints a table or JSON."""
