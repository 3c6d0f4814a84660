"""The API, `/api/v1`, one file a concern; what the pages do, for programs."""

from web.api.exports import router as exports
from web.api.letters import router as letters
from web.api.schema import router as schema
from web.api.targets import router as targets
from web.api.tasks import router as tasks

API = (schema, letters, tasks, targets, exports)
"""Routers; each has the prefix :data:`web.api.shapes.PREFIX`."""
