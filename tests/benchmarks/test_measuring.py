"""The benchmarks measure what they say."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from benchmarks.corpus import Scan, repeat
from benchmarks.rescan import rescan
from benchmarks.running import Run, run, run_watched
from benchmarks.speed import measure

IN_TWO_SECONDS = Run("", 2.0)


def test_another_reading_order_costs_characters_but_no_words() -> None:
    speed = measure(
        "x", Scan(Path("x.pdf"), ("Kính gửi Sở", "Y tế")), IN_TWO_SECONDS, ["Sở Kính gửi", "Y tế"]
    )
    assert speed.pages_per_second == 1.0
    assert speed.cer > 0
    assert speed.words_lost == 0


def test_a_page_that_was_not_read_loses_all_its_words() -> None:
    speed = measure("x", Scan(Path("x.pdf"), ("Kính gửi", "Sở Y")), IN_TWO_SECONDS, ["Kính gửi"])
    assert speed.words_lost == 0.5


def test_a_long_scan_is_the_short_one_over_and_over(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.new_page(200, 100)
    document.save(str(tmp_path / "two.pdf"))
    document.close()
    bound = pypdfium2.PdfDocument(repeat(tmp_path / "two.pdf", 5, tmp_path / "five.pdf"))
    assert [page.get_width() for page in bound] == [100, 200, 100, 200, 100]
    bound.close()


@pytest.mark.parametrize("begun", ["start()", "run()"], ids=["by a thread", "by the program"])
def test_the_peak_of_a_child_is_seen(begun: str) -> None:
    child = "x = bytearray(100_000_000); import time; time.sleep(0.3)"
    run_child = f"target=subprocess.run, args=([sys.executable, '-c', {child!r}],)"
    program = f"import subprocess, sys, threading; threading.Thread({run_child}).{begun}"
    assert run_watched([sys.executable, "-c", program]).peaks[0] > 100_000_000


def test_work_counts_however_long_it_waits() -> None:
    done = run([sys.executable, "-c", "import time; time.sleep(0.4); sum(range(10**6))"])
    assert done.core_seconds < done.seconds


def test_a_program_that_fails_stops_the_benchmark() -> None:
    with pytest.raises(SystemExit, match="no luck"):
        run([sys.executable, "-c", "raise SystemExit('no luck')"])


def test_a_page_scanned_again_is_another_picture_of_the_same_page() -> None:
    page = np.full((300, 200, 3), 255, np.uint8)
    page[100:140, 50:150] = 0
    one, same, other = (rescan(page, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert one.shape == page.shape
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert one[110:130, 80:120].mean() < 40
    assert one[20:60].mean() > 200
