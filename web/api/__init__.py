"""The API, `/api/v1`, one file a concern; what the pages do, for programs."""

from web.api.citations import router as citations
from web.api.letters import router as letters
from web.api.lineage import router as lineage
from web.api.schema import router as schema

API = (schema, letters, lineage, citations)
"""Routers; each has the prefix :data:`web.api.shapes.PREFIX`."""
