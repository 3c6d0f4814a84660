"""Make letters: ``python -m letterpress samples OUT``, ``… corpus OUT --seeds 0:20`` or
``… manuscripts DIR OUT``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from letterpress.ageing import PRESETS
from letterpress.corpus import make_letter
from letterpress.errors import LetterpressError
from letterpress.manuscript import write_manuscripts
from letterpress.samples import Sample, scan, write_sample, write_samples


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code (1 when letters cannot be made)."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "samples":
            paths = write_samples(options.folder)
        elif options.command == "manuscripts":
            paths = write_manuscripts(options.source, options.folder, options.ageing)
        else:
            paths = write_corpus(options.folder, options.seeds, options.ageing)
    except LetterpressError as error:
        print(f"lỗi: {error}", file=sys.stderr)
        return 1
    for path in paths:
        print(f"{path}  {path.stat().st_size / 1000:.0f} kB")
    return 0


def write_corpus(folder: Path, seeds: range, ageings: list[str]) -> list[Path]:
    """One PDF with gold for every seed and ageing, named ``letter-SEED-AGEING.pdf``."""
    folder.mkdir(parents=True, exist_ok=True)
    return [
        write_sample(
            Sample(f"letter-{seed:04d}-{name}.pdf", (make_letter(seed),), scan(PRESETS[name])),
            folder,
            seed,
        )
        for name in ageings
        for seed in seeds
    ]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m letterpress", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    samples = commands.add_parser("samples", help="the letters shipped in data/samples")
    samples.add_argument("folder", type=Path)
    corpus = commands.add_parser("corpus", help="letters made up by seed")
    corpus.add_argument("folder", type=Path)
    corpus.add_argument(
        "--seeds",
        type=_seeds,
        default=range(20),
        metavar="FROM:TO[:STEP]",
        help="even seeds are for building, odd ones for judging",
    )
    corpus.add_argument("--ageing", nargs="+", choices=sorted(PRESETS), default=["office_200"])
    manuscripts = commands.add_parser("manuscripts", help="letters written and annotated by hand")
    manuscripts.add_argument("source", type=Path, help="folder of *.toml")
    manuscripts.add_argument("folder", type=Path)
    manuscripts.add_argument("--ageing", nargs="+", choices=sorted(PRESETS), default=[])
    return parser


def _seeds(text: str) -> range:
    return range(*(int(part) for part in text.split(":")))


if __name__ == "__main__":
    sys.exit(main())
