"""The API, `/api/v1`, one file a concern; what the pages do, for programs."""

from web.api.account import router as account
from web.api.citations import router as citations
from web.api.decisions import router as decisions
from web.api.duplicates import router as duplicates
from web.api.exports import router as exports
from web.api.intake import router as intake
from web.api.letters import router as letters
from web.api.lineage import router as lineage
from web.api.review import router as review
from web.api.schema import router as schema
from web.api.targets import router as targets
from web.api.tasks import router as tasks
from web.api.uploads import router as uploads
from web.archive_download import api as archive
from web.pages.pictures import api as files

API = (
    schema,
    letters,
    review,
    account,
    decisions,
    archive,
    files,
    lineage,
    citations,
    intake,
    uploads,
    duplicates,
    tasks,
    targets,
    exports,
)
"""Routers; each has the prefix :data:`web.api.shapes.PREFIX`."""
