"""The pages, one file a concern."""

from web.pages.duplicates import router as duplicates
from web.pages.home import router as home
from web.pages.intake import router as intake
from web.pages.letters import router as letters
from web.pages.login import router as login
from web.pages.pictures import router as pictures

PAGES = (login, home, letters, pictures, intake, duplicates)
