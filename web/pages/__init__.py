"""The pages, one file a concern."""

from web.pages.calendar import router as calendar
from web.pages.exports import router as exports
from web.pages.home import router as home
from web.pages.letters import router as letters
from web.pages.login import router as login
from web.pages.pictures import router as pictures
from web.pages.target import router as target
from web.pages.targets import router as targets
from web.pages.task import router as task
from web.pages.tasks import router as tasks

PAGES = (login, home, letters, pictures, calendar, exports, tasks, task, targets, target)
