"""The words everyone speaks: what a reading, a page and a letter are.

Knows no other package of the project. ``models.reading`` is the published contract (JSON),
``models.layout`` is what a page looks like before anybody has understood it, and
``models.errors`` is everything that can go wrong, with exit codes and advice.
"""
