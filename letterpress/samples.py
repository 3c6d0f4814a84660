"""The letters shipped in ``data/samples``: every system, every trouble, each with exact gold."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from letterpress import bind
from letterpress.ageing import Ageing
from letterpress.capture import capture, capture_all
from letterpress.corpus import Wish, make_letter
from letterpress.gold import BoundLetter, gold
from letterpress.letter import ArrivalStamp, LetterSpec, Paragraph
from letterpress.press import PrintedPage, print_pdf, printed
from letterpress.wordfile import docx, docx_text

OFFICE = Ageing(dpi=200, noise=2, blur=0.4, skew=0.5, jpeg=42)
FAX = Ageing(dpi=200, mode="bitonal", noise=8, speckle=0.0003, skew=-0.7, threshold=165)
UPSIDE_DOWN = replace(OFFICE, skew=-0.4, rotation=180)
PHONE = Ageing(dpi=190, noise=2, blur=0.5, shade=0.5, photo=True, jpeg=40)

Binder = Callable[[Sequence[PrintedPage], int], bytes]


@dataclass(frozen=True, slots=True)
class Sample:
    """One file: its letters (later ones attached to the first) and how they are bound."""

    name: str
    letters: tuple[LetterSpec, ...]
    binder: Binder


def write_samples(folder: Path) -> list[Path]:
    """Write all samples and their gold into ``folder``; returns the files without the gold."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [write_sample(sample, folder, seed) for seed, sample in enumerate(samples())]
    return [*written, _write_docx(folder)]


def write_sample(sample: Sample, folder: Path, seed: int) -> Path:
    """Write one sample and, beside it, ``NAME.gold.json``."""
    bound = [
        BoundLetter(letter, printed(letter), 0 if index else None)
        for index, letter in enumerate(sample.letters)
    ]
    path = folder / sample.name
    path.write_bytes(sample.binder([page for item in bound for page in item.pages], seed))
    write_gold(path, gold(bound, sample.name))
    return path


def write_gold(path: Path, answer: dict[str, object]) -> None:
    """Write the gold of the file ``path`` beside it."""
    text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
    path.with_name(f"{path.stem}.gold.json").write_text(text, encoding="utf-8")


def samples() -> tuple[Sample, ...]:
    """All samples that have pages."""
    urgent = _scanned(2, Wish(issuer="Sở Y tế", type_code="CV", field="y_te", tabled=False))
    plan = _scanned(
        6,
        Wish(
            issuer="Ủy ban nhân dân huyện Lý Nhân",
            type_code="KH",
            tasks=9,
            field="nong_nghiep",
            tabled=False,
        ),
    )
    arrived = _scanned(18, Wish(issuer="Cục An toàn thực phẩm", type_code="TB", tabled=False))
    front = _scanned(12, Wish(system="front", type_code="KH", field="nhan_dao", tabled=False))
    party = Wish(issuer="Tỉnh ủy Bắc Kạn", tabled=False)
    table = _scanned(
        26,
        Wish(
            issuer="Ủy ban nhân dân tỉnh Bắc Kạn",
            type_code="CT",
            tabled=True,
            tasks=6,
            field="moi_truong",
        ),
    )
    return (
        Sample("01-so-y-te-hoa-toc.pdf", (replace(urgent, urgency="Hỏa tốc"),), scan(OFFICE)),
        Sample("02-ke-hoach-fax.pdf", (plan,), scan(FAX)),
        Sample("03-cong-van-kem-cong-van.pdf", _bundle(), scan(replace(OFFICE, jpeg=36))),
        Sample(
            "04-tinh-uy-cong-van.pdf", (_scanned(8, replace(party, type_code="CV")),), scan(OFFICE)
        ),
        Sample(
            "05-tinh-uy-ket-luan.pdf",
            (_scanned(10, replace(party, type_code="KL")),),
            scan(replace(OFFICE, mode="gray", dpi=150, skew=1.1)),
        ),
        Sample("06-mat-tran.pdf", (front,), scan(OFFICE)),
        Sample(
            "07-hoi-khuyen-hoc-nguoc-trang.pdf",
            (
                _scanned(
                    14,
                    Wish(
                        issuer="Hội Khuyến học tỉnh Lạng Sơn",
                        type_code="CV",
                        field="nhan_dao",
                        tabled=False,
                    ),
                ),
            ),
            scan(UPSIDE_DOWN),
        ),
        Sample(
            "08-tinh-doan-chup-dien-thoai.jpg",
            (
                _scanned(
                    16, Wish(issuer="Ban Chấp hành Tỉnh Đoàn Bắc Kạn", type_code="CV", tabled=False)
                ),
            ),
            _photo,
        ),
        Sample(
            "09-quyet-dinh-dien-tu.pdf",
            (
                make_letter(
                    20,
                    Wish(
                        issuer="Trường Đại học Lâm nghiệp", type_code="QĐ", typed=True, tabled=False
                    ),
                ),
            ),
            _digital,
        ),
        Sample("10-dau-den-ten-dau-do.pdf", (_arrived(arrived),), scan(OFFICE)),
        Sample("11-chi-thi-bang-nhiem-vu.tif", (table,), _tiff),
        Sample(
            "12-chuong-trinh-nua-quet.pdf",
            (
                _scanned(
                    22,
                    Wish(
                        issuer="Ủy ban nhân dân tỉnh Bắc Kạn",
                        type_code="CTr",
                        tasks=13,
                        tabled=False,
                    ),
                ),
            ),
            _mixed,
        ),
    )


def scan(ageing: Ageing) -> Binder:
    """A binder that scans all pages in one way into a PDF."""
    return lambda pages, seed: bind.pdf(capture_all(pages, ageing, seed))


def _photo(pages: Sequence[PrintedPage], seed: int) -> bytes:
    return bind.jpeg(capture(pages[0], PHONE, seed))


def _digital(pages: Sequence[PrintedPage], _seed: int) -> bytes:
    return print_pdf(pages)


def _tiff(pages: Sequence[PrintedPage], seed: int) -> bytes:
    return bind.tiff(capture_all(pages, replace(FAX, skew=0.3), seed))


def _mixed(pages: Sequence[PrintedPage], seed: int) -> bytes:
    """All pages as type, but the signed last one scanned back in."""
    return bind.pdf([*pages[:-1], capture(pages[-1], OFFICE, seed)])


def _scanned(seed: int, wish: Wish) -> LetterSpec:
    """A letter as it comes from a scanner: number and day by hand, seal over the signature."""
    letter = make_letter(seed, wish)
    while letter.digital_signature or letter.urgency or letter.marks.arrival:
        seed += 1000
        letter = make_letter(seed, wish)
    return replace(
        letter, marks=replace(letter.marks, pen=frozenset({"number", "day"}), stamped_name=False)
    )


def _arrived(letter: LetterSpec) -> LetterSpec:
    stamp = ArrivalStamp("Sở Y tế Lạng Sơn", "2947", letter.date + dt.timedelta(days=3))
    return replace(
        letter, marks=replace(letter.marks, arrival=stamp, stamped_name=True, pen=frozenset())
    )


def _bundle() -> tuple[LetterSpec, LetterSpec]:
    """A department passes on a letter of its ministry's Cục, and attaches it."""
    attached = _scanned(28, Wish(issuer="Cục An toàn thực phẩm", type_code="CV", tabled=False))
    cover = _scanned(
        30, Wish(issuer="Sở Y tế", type_code="CV", field="y_te", tasks=2, tabled=False)
    )
    cited = f"Công văn số {attached.number.normalised} ngày {attached.date:%d/%m/%Y}"
    opening = Paragraph(
        f"Sở Y tế nhận được {cited} của Cục An toàn thực phẩm, Bộ Y tế về việc {attached.subject} "
        "(gửi kèm theo). Để triển khai thực hiện, Sở Y tế yêu cầu các đơn vị tập trung một số nội "
        "dung sau:"
    )
    return (
        replace(
            cover,
            subject=f"thực hiện Công văn số {attached.number.normalised}",
            date=attached.date + dt.timedelta(days=7),
            body=(opening, *cover.body[1:]),
        ),
        attached,
    )


def _write_docx(folder: Path) -> Path:
    """The draft in Word: one page of text without boxes."""
    letter = make_letter(
        24,
        Wish(
            issuer="Sở Giáo dục và Đào tạo",
            type_code="GM",
            typed=True,
            field="giao_duc",
            tabled=False,
        ),
    )
    letter = replace(letter, digital_signature=None)
    path = folder / "13-giay-moi.docx"
    path.write_bytes(docx(letter))
    answer = gold([BoundLetter(letter, printed(letter)[:1])], path.name)
    answer["pages"][0]["text"] = docx_text(letter)
    write_gold(path, answer)
    return path
