"""The documents cannot drift apart from the program."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cli.main import app
from models.errors import CongvanError, error_kinds
from models.reading import (
    Anomaly,
    Citation,
    Deadline,
    Letter,
    Page,
    Reading,
    Source,
    Target,
    Task,
)
from pipeline.environment import Environment, variable
from pipeline.evaluate import SCORES
from pipeline.evaluate.judge import FIELDS

ROOT = Path(__file__).parents[1]


def document(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "kind", [kind for kind in error_kinds(CongvanError) if kind.__module__ == "models.errors"]
)
def test_every_error_is_documented_with_its_code_and_advice(kind: type[CongvanError]) -> None:
    what, advice = (" · ".join(both) for both in (kind.what, kind.advice))
    row = f"| {kind.exit_code} | `{kind.code}` | `{kind.__name__}` | {what} | {advice} |"
    assert row in document("errors.md")


@pytest.mark.parametrize("field", Environment.model_fields)
def test_every_setting_is_documented_with_what_it_accepts(field: str) -> None:
    accepts = Environment.model_fields[field].description
    assert f"| `{variable(field)}` | {accepts} |" in document("errors.md")


def test_every_command_is_documented() -> None:
    for command in app.registered_commands:
        assert f"`congvan {command.name}" in document("errors.md")
        assert f"congvan {command.name}" in (ROOT / "README.md").read_text()
        assert f"congvan {command.name}" in (ROOT / "README.vi.md").read_text()


@pytest.mark.parametrize(
    "model", [Reading, Source, Page, Letter, Citation, Task, Deadline, Target, Anomaly]
)
def test_every_key_of_the_reading_is_documented(model: type[Reading]) -> None:
    keys = [field.alias or name for name, field in model.model_fields.items()]
    assert [key for key in keys if f"`{key}`" not in document("reading.md")] == []


def test_every_judged_field_is_documented() -> None:
    assert [x.name for x in FIELDS if f"`{x.name}`" not in document("reading.md")] == []


def test_every_score_is_documented() -> None:
    assert [name for name in SCORES if f"`{name}`" not in document("reading.md")] == []


def test_every_dependency_is_documented_and_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    pinned = (ROOT / "constraints.txt").read_text()
    for requirement in [*project["dependencies"], *(each for extra in extras for each in extra)]:
        name = re.split(r"[\[<>=]", requirement)[0]
        assert f"| {name} |" in document("dependencies.md")
        assert re.search(rf"^{name}==", pinned, re.MULTILINE)


def test_readme_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"[`\n]make ([a-z-]+)", (ROOT / "README.md").read_text()):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_what_a_readme_points_to_exists(name: str) -> None:
    text = (ROOT / name).read_text()
    linked = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text)
    modules = [file for file in re.findall(r"`([a-z_/]+\.py)`", text) if "/" not in file]
    found = {path.name for path in (ROOT / "pipeline").rglob("*.py")}
    assert [link for link in linked if not (ROOT / link).exists()] == []
    assert [module for module in modules if module not in found] == []
