"""How well does linking tell documents apart? ``python -m benchmarks.linking FILE.toml``.

Every world of the file is printed as plain text, read, and linked in a register of its own, in a
shuffled order. Three figures a file: as the machine read it, as if nothing had been read wrong
(what is missed then is linking's own), and with ``--noise`` as a bad scan would leave it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.linking_letters import Read, faultless, read
from benchmarks.linking_noise import noisy
from benchmarks.linking_register import Naming, empty_register, linked
from benchmarks.linking_score import Outcome, Score, judged
from benchmarks.linking_worlds import World, load
from pipeline.evaluate.intervals import wilson

# Bad scans of each world: chance has many ways to spoil a letter.
SCANS = 5
READ, PRINTED, NOISY = "as read", "as printed", "noisy"


@dataclass(frozen=True, slots=True)
class Fault:
    """A citation that was not led where it should have been, and which part is to blame."""

    world: str
    letter: str
    outcome: Outcome
    cause: str
    words: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of the files named; 0."""
    options = _options(arguments)
    for path in options.files:
        scores, faults = measure(load(path), options.noise)
        if options.json:
            print(json.dumps({"file": path.name} | _values(scores, faults), ensure_ascii=False))
            continue
        print(f"{path.name}\n{_table(scores)}\n{_causes(faults)}")
        if options.diff:
            print("\n".join(map(_line, faults)))
    return 0


def measure(worlds: Sequence[World], noise: float = 0.0) -> tuple[dict[str, Score], list[Fault]]:
    """The figures of ``worlds``, and what went wrong in the readings as they are."""
    scores = {name: Score() for name in (READ, PRINTED, *((NOISY,) if noise else ()))}
    faults: list[Fault] = []
    with empty_register() as engine:
        for world in worlds:
            letters = [read(letter) for letter in world.letter]
            best = [faultless(*pair) for pair in zip(world.letter, letters, strict=True)]
            got, ideal = linked(engine, world, letters, 0), linked(engine, world, best, 0)
            scores[READ].add(got)
            scores[PRINTED].add(ideal)
            faults += _faults(world, got, ideal)
            for scan in range(SCANS if noise else 0):
                spoilt = _spoilt(world, letters, noise, scan)
                scores[NOISY].add(linked(engine, world, spoilt, scan))
    return scores, faults


def _spoilt(world: World, letters: Sequence[Read], noise: float, scan: int) -> list[Read]:
    chance = random.Random(f"{scan} {world.trap}")
    return [replace(each, letter=noisy(each.letter, noise, chance)) for each in letters]


def _faults(world: World, got: Sequence[Naming], ideal: Sequence[Naming]) -> Iterator[Fault]:
    """What went wrong; the reading is to blame where the printed words would have done."""
    good = {(x.letter, x.mention) for outcome, x in judged(ideal) if outcome is Outcome.RIGHT}
    for outcome, each in judged(got):
        if outcome is not Outcome.RIGHT:
            is_read_wrong = each.mention is None or (each.letter, each.mention) in good
            letter = world.letter[each.letter]
            words = each.words if each.mention is None else letter.mentions[each.mention].words
            cause = "reading" if is_read_wrong else "linking"
            yield Fault(world.trap, letter.number, outcome, cause, words)


def _table(scores: dict[str, Score]) -> str:
    head = f"{'':11}{'citations':>9} {'right':>6} {'wrong':>6} {'missed':>6} {'apart':>6}"
    lines = [f"{head}   {'wrong, 95 %':15}{'pair precision':24}pair recall"]
    for name, score in scores.items():
        counts = " ".join(f"{score.outcomes[each]:6}" for each in Outcome)
        low, high = wilson(score.outcomes[Outcome.WRONG], score.citations)
        lines.append(
            f"{name:11}{score.citations:9} {counts}   {f'{low:.2%}–{high:.2%}':15}"
            f"{_share(score.both, score.together):24}{_share(score.both, score.one)}"
        )
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    low, high = wilson(part, whole)
    return f"{part / whole if whole else 1.0:.3f} ({low:.3f}–{high:.3f})"


def _causes(faults: Sequence[Fault]) -> str:
    """How many of the faults are whose, as read."""
    parts = []
    for cause in ("reading", "linking"):
        own = [fault.outcome for fault in faults if fault.cause == cause]
        counts = ", ".join(f"{own.count(each)} {each}" for each in Outcome if each in own)
        parts.append(f"{cause}: {counts or 'none'}")
    return "; ".join(parts)


def _line(fault: Fault) -> str:
    return f"{fault.outcome:7}{fault.cause:9}{fault.world} | {fault.letter}: {fault.words}"


def _values(scores: dict[str, Score], faults: Sequence[Fault]) -> dict[str, object]:
    return {
        name: {
            "citations": score.citations,
            **{str(each): count for each, count in score.outcomes.items()},
            "pairs": {"together": score.together, "one": score.one, "both": score.both},
        }
        for name, score in scores.items()
    } | {
        "faults": [
            {"world": x.world, "letter": x.letter, "outcome": x.outcome, "cause": x.cause}
            | {"words": x.words}
            for x in faults
        ]
    }


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.linking", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--diff", action="store_true", help="list what went wrong")
    parser.add_argument("--noise", type=float, default=0.0, help="share of parts that are spoilt")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
