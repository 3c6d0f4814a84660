"""The API, `/api/v1`, one file a concern; what the pages do, for programs."""

from web.api.letters import router as letters
from web.api.schema import router as schema

API = (schema, letters)
"""Routers; each has the prefix :data:`web.api.shapes.PREFIX`."""
