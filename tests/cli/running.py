"""Commands as typer runs them, with the errors that they raise."""

from __future__ import annotations

import typer
from typer.testing import CliRunner, Result

from models.errors import CongvanError


def run(app: typer.Typer, *arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def done(app: typer.Typer, *arguments: str) -> str:
    result = run(app, *arguments)
    assert result.exit_code == 0, result.exception
    return result.stdout


def refused(app: typer.Typer, *arguments: str) -> CongvanError:
    error = run(app, *arguments).exception
    assert isinstance(error, CongvanError)
    return error
