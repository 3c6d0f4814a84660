"""Scans scanned again, a little askew, darker, noisier: do the rules hold, or only these pictures?

`python -m benchmarks.rescan SCANS [--seed N]`. Rules are made while looking at the scans at hand;
what they get right on those says little about others. Each page is turned by up to 1.2°, scaled
by up to 5 %, shifted, its tones changed, noise added and saved as a JPEG, so that every threshold
is met from another side. The accuracy on such copies is nearer to that on scans never seen.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
from PIL import Image as Pillow

from benchmarks.running import CONGVAN
from pipeline.evaluate.gold import SUFFIX, find_input, load_gold

Page = npt.NDArray[np.uint8]

DPI = 200
TURN, SCALE, SHIFT = 1.2, (0.95, 1.04), 15.0
GAIN, LIFT, GAMMA, NOISE = (0.88, 1.0), (0.0, 14.0), (0.85, 1.2), (2.0, 6.0)
QUALITY = (55, 85)


def rescan(page: Page, rng: np.random.Generator) -> Page:
    """An RGB page as another pass over another scanner might have it, same size."""
    height, width = page.shape[:2]
    middle = (width / 2, height / 2)
    turned = np.asarray(
        cv2.getRotationMatrix2D(middle, rng.uniform(-TURN, TURN), rng.uniform(*SCALE)), np.float64
    )
    turned[:, 2] += rng.uniform(-SHIFT, SHIFT, 2)
    moved = cv2.warpAffine(
        page, turned, (width, height), flags=cv2.INTER_CUBIC, borderValue=(250, 250, 250)
    )
    tones = 255 * (np.asarray(moved) / 255.0) ** rng.uniform(*GAMMA)
    toned = tones * rng.uniform(*GAIN) + rng.uniform(*LIFT)
    grainy = toned + rng.normal(0, rng.uniform(*NOISE), toned.shape)
    return np.asarray(np.clip(grainy, 0, 255), np.uint8)


def rescan_file(scan: Path, target: Path, seed: int) -> None:
    """All pages of the PDF ``scan``, rescanned, as the PDF ``target``."""
    rng = np.random.default_rng([seed, *scan.name.encode()])
    document = pypdfium2.PdfDocument(scan)
    document.init_forms()
    pages = []
    for page in document:
        pixels = np.asarray(page.render(scale=DPI / 72).to_pil().convert("RGB"), np.uint8)
        pages.append(Pillow.fromarray(rescan(pixels, rng)))
    document.close()
    quality = int(rng.integers(*QUALITY))
    pages[0].save(target, save_all=True, append_images=pages[1:], resolution=DPI, quality=quality)


def main() -> None:
    """Rescan, and let `congvan eval` say what is left."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scans", type=Path, help="folder of PDFs with *.gold.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--diff", action="store_true", help="list every miss")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for gold in load_gold(options.scans):
            scan = find_input(gold, options.scans)
            if scan.suffix == ".pdf":
                rescan_file(scan, folder / scan.name, options.seed)
                shutil.copyfile(gold.path, folder / (scan.stem + SUFFIX))
        subprocess.run([CONGVAN, "eval", folder, *(["--diff"] if options.diff else [])], check=True)


if __name__ == "__main__":
    main()
