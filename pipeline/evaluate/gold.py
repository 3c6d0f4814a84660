"""Gold: what a person found in a file, in the shape of a reading, as far as it was written down.

What gold leaves out is not judged; a ``null`` that it states is. An annotator's own notes are
passed over. The content (citations, tasks …) is kept apart, see ``content_gold``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.errors import GoldInvalid
from models.reading import HEADER_FIELDS, SCHEMA, Letter
from pipeline.evaluate.content_gold import GoldContent, load_content

SUFFIX = ".gold.json"
_KNOWN = frozenset((*HEADER_FIELDS, "pages"))


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold file. ``letters[i].model_fields_set`` says what is judged.

    ``name`` is the input's name as gold has it, ``texts`` the text of pages by number.
    ``partial`` is true where the annotator saw only the pages that gold lists. ``contents`` has
    what gold says about the content of each letter; it may be left empty.
    """

    path: Path
    name: str
    letters: tuple[Letter, ...]
    texts: dict[int, str]
    partial: bool = False
    contents: tuple[GoldContent, ...] = ()

    @property
    def pages(self) -> frozenset[int]:
        """All pages that some letter of the gold covers."""
        return frozenset(page for letter in self.letters for page in letter.pages)


def load_gold(folder: Path) -> list[Gold]:
    """All ``*.gold.json`` of ``folder``, by name. Raises ``GoldInvalid``; also for none at all."""
    paths = sorted(folder.glob(f"*{SUFFIX}"))
    if not paths:
        raise GoldInvalid(f"{folder}: *{SUFFIX}")
    return [_load(path) for path in paths]


def _load(path: Path) -> Gold:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _gold(path, content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise GoldInvalid(f"{path.name}: {where}: {first['msg']}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise GoldInvalid(f"{path.name}: {error}") from error


def _gold(path: Path, content: dict[str, Any]) -> Gold:
    if content.get("schema", SCHEMA) != SCHEMA:
        raise ValueError(f"schema {content['schema']!r}")
    return Gold(
        path=path,
        name=str(content["source"]["name"]),
        letters=tuple(_letter(letter) for letter in content["letters"]),
        texts={page["number"]: page["text"] for page in content.get("pages", ()) if "text" in page},
        partial=content.get("truncated_view") is True,
        contents=tuple(load_content(letter) for letter in content["letters"]),
    )


def _letter(content: dict[str, Any]) -> Letter:
    known = {key: value for key, value in content.items() if key in _KNOWN}
    return Letter.model_validate({"pages": [], **known})


def find_input(gold: Gold, folder: Path) -> Path:
    """The file that ``gold`` speaks of: by its name, its last part, or its stem, in ``folder``.

    Raises ``GoldInvalid`` when there is none.
    """
    name = Path(gold.name)
    for candidate in (folder / name, folder / name.name):
        if candidate.is_file():
            return candidate
    stem = gold.path.name.removesuffix(SUFFIX)
    others = (p for p in sorted(folder.glob("*.*")) if not p.name.endswith(".json"))
    found = next((p for p in others if p.stem in {stem, name.stem}), None)
    if found is None:
        raise GoldInvalid(f"{gold.path.name}: {gold.name} ∉ {folder}")
    return found
