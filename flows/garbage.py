"""How often Python looks for garbage in a process that loads much and keeps it.

Its own thresholds are made for programs of some thousand objects. Loading Prefect makes a million
that stay; looking through them again and again took a sixth of a run's time in the process that
runs it, and a fifth in Prefect's server.
"""

from __future__ import annotations

MANY = 50_000
"""Objects more than before, after which the young ones are looked through: some megabytes."""
