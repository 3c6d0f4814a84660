"""The pages, one file a concern."""

from web.archive_download import router as archive
from web.pages.account import router as account
from web.pages.admin import router as admin
from web.pages.calendar import router as calendar
from web.pages.decisions import router as decisions
from web.pages.duplicates import router as duplicates
from web.pages.exports import router as exports
from web.pages.home import router as home
from web.pages.intake import router as intake
from web.pages.letters import router as letters
from web.pages.lineage import router as lineage
from web.pages.login import router as login
from web.pages.lookup import router as lookup
from web.pages.pictures import router as pictures
from web.pages.review import router as review
from web.pages.target import router as target
from web.pages.targets import router as targets
from web.pages.task import router as task
from web.pages.tasks import router as tasks

PAGES = (
    login,
    home,
    letters,
    pictures,
    review,
    account,
    admin,
    decisions,
    archive,
    lineage,
    lookup,
    calendar,
    exports,
    tasks,
    task,
    targets,
    target,
    intake,
    duplicates,
)
