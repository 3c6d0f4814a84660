"""The API, `/api/v1`, one file a concern; what the pages do, for programs."""

from web.api.duplicates import router as duplicates
from web.api.intake import router as intake
from web.api.letters import router as letters
from web.api.schema import router as schema
from web.api.uploads import router as uploads

API = (schema, letters, intake, uploads, duplicates)
"""Routers; each has the prefix :data:`web.api.shapes.PREFIX`."""
