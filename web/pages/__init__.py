"""The pages, one file a concern."""

from web.pages.home import router as home
from web.pages.letters import router as letters
from web.pages.lineage import router as lineage
from web.pages.login import router as login
from web.pages.lookup import router as lookup
from web.pages.pictures import router as pictures

PAGES = (login, home, letters, pictures, lineage, lookup)
