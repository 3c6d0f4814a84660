"""Scanned pages to measure on: printed and aged by letterpress, with the text that is on them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

# Odd seeds are for judging: no rule was built on these letters.
SEEDS = "1:105:2"


@dataclass(frozen=True, slots=True)
class Scan:
    """One PDF of scanned pages without a text layer; ``texts[i]`` is what page ``i`` says."""

    path: Path
    texts: tuple[str, ...]


def print_corpus(folder: Path, seeds: str = SEEDS) -> None:
    """Let letterpress print and age the letters of ``seeds`` into ``folder``."""
    command = [sys.executable, "-m", "letterpress", "corpus", str(folder), "--seeds", seeds]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def bind(folder: Path, target: Path) -> Scan:
    """All scans of ``folder`` that have gold text for each page, bound into one PDF ``target``."""
    texts: list[str] = []
    bound = pypdfium2.PdfDocument.new()
    for gold in sorted(folder.glob("*.gold.json")):
        scan = folder / json.loads(gold.read_text(encoding="utf-8"))["source"]["name"]
        pages = _texts(gold)
        if scan.suffix == ".pdf" and pages and _is_scanned(scan, len(pages)):
            _append(bound, scan)
            texts += pages
    if not texts:
        raise SystemExit(f"no scanned PDF with gold text in {folder}")
    bound.save(str(target))
    bound.close()
    return Scan(target, tuple(texts))


def repeat(scan: Path, pages: int, target: Path) -> Path:
    """A PDF of exactly ``pages`` pages: those of ``scan``, over and over."""
    bound, source = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(scan)
    bound.import_pages(source, [index % len(source) for index in range(pages)])
    bound.save(str(target))
    bound.close()
    source.close()
    return target


def _texts(gold: Path) -> list[str]:
    pages = json.loads(gold.read_text(encoding="utf-8")).get("pages", [])
    return [page["text"] for page in sorted(pages, key=lambda page: page["number"])]


def _is_scanned(path: Path, pages: int) -> bool:
    document = pypdfium2.PdfDocument(path)
    try:
        characters = (page.get_textpage().count_chars() for page in document)
        return len(document) == pages and not any(characters)
    finally:
        document.close()


def _append(bound: pypdfium2.PdfDocument, scan: Path) -> None:
    document = pypdfium2.PdfDocument(scan)
    bound.import_pages(document)
    document.close()
