"""Texts that grow: one piece of a letter again and again, and plans of any number of pages.

The pieces are those on which a rule once took, or could take, time that grows faster than the
text: openings without an end, lists without a stop, spaces, quotation marks.
"""

from __future__ import annotations

import random
from dataclasses import replace

from models.layout import PageLayout
from pipeline.ocr.text_lines import plain_lines, text_page

LINES = [
    "Căn cứ ", "(", '"', "“", "1/1/1/", ",", "Sở ", "a", " ", "“”", "của ", "về ", "A. ", '"A." ',
    "Luật Đất ", "điều 1, ", "ngày 1/1/2020 ", "(gửi kèm theo ", "A, ", "./.", "**", "\t",
    "ngày ", "số 5/", "Giao Sở Y tế ", "ít nhất ", "trước ngày ", "; ", "- ", "1. ", "_",
    "Á", "5% ", "Chỉ thị 43, ", "12/QĐ-UBND ",
]  # fmt: skip
SENTENCES = [
    "12/QĐ-UBND ", "12/QĐ-UBND về ", "Chỉ thị 43, ", "Luật Đất đai ", "của Bộ ", "Chỉ thị 43 về ",
    "số 5/QĐ-UBND ngày 1/1/2020 của Bộ Y tế, để thực hiện ", "“A. B.” ", "Nghị quyết Đại hội ",
    "X. ",
]  # fmt: skip
QUANTITIES = ["trồng 1.250 ha, đạt 98,2% kế hoạch, ", "12 ", "mỗi xã ", '"a ']
PERIODS = ["năm 2023 - ", "quý I, quý II và ", "từ năm 2020 đến ", "12 "]
TARGETS = [
    "Trong năm 2023, đã trồng 1.250 ha rừng, đạt 98,2% kế hoạch. ",
    "trồng 1.250 ha rừng trong năm 2023, đạt 98,2% kế hoạch, ",
    "(năm 2022: 5% ",
    "hằng năm ",
]
DEADLINES = [
    "trước ngày ", "hằng tháng, ", "định kỳ ", "trong 5 ", "12/", "khẩn trương ", " ", '"'
]  # fmt: skip
REPORTS = ["chế độ báo cáo ", "gửi về ", "1/A ", "A, ", "tham mưu, "]

HEAD = """\
SỞ Y TẾ

Số: 418/SYT-KH

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Huế, ngày 05 tháng 5 năm 2023

KẾ HOẠCH
Về việc chung

"""
_SUBJECTS = [
    "chợ đầu mối",
    "tiêm chủng",
    "hồ chứa",
    "thư viện",
    "rừng trồng",
    "hộ tịch",
    "nước sạch",
]
_OFFICES = ["Sở Y tế", "UBND xã Phú Mỹ", "Công an huyện", "Hội Nông dân tỉnh", "Phòng Nội vụ"]
_KINDS = ["Kế hoạch số {0}/KH-UBND", "Chỉ thị {0}", "Quyết định số {0}/2019/QĐ-UBND"]


def repeated(piece: str, length: int) -> str:
    """``piece`` again and again, cut at ``length`` characters."""
    return (piece * (length // len(piece) + 1))[:length]


def plan(count: int) -> list[PageLayout]:
    """A plan of ``count`` pages, about 2,500 letters each."""
    chance = random.Random(count)
    pages = []
    for number in range(1, count + 1):
        paragraphs = [_paragraph(chance, item) for item in range(1, 15)]
        text = (HEAD if number == 1 else "") + "\n\n".join(paragraphs)
        pages.append(replace(text_page(plain_lines(text)), number=number))
    return pages


def _paragraph(chance: random.Random, number: int) -> str:
    """One item of a plan, different each time."""
    subject, other = chance.sample(_SUBJECTS, 2)
    office, helper = chance.sample(_OFFICES, 2)
    kind = chance.choice(_KINDS).format(chance.randint(10, 3000))
    day = f"{chance.randint(1, 28):02d}/{chance.randint(1, 12)}/{chance.randint(2015, 2021)}"
    return chance.choice(
        [
            f"{number}. {office} chủ trì, phối hợp với {helper} thực hiện {kind} ngày {day} của "
            f"UBND tỉnh về {subject}; báo cáo trước ngày {chance.randint(1, 28)} hằng tháng.",
            f"- Đến năm 2025 có ít nhất {chance.randint(20, 99)}% thôn, bản xong việc {subject}, "
            f"mỗi xã trồng {chance.randint(2, 900)} cây, vốn {chance.randint(2, 90)} tỷ đồng.",
            f"Giao {office} hướng dẫn {other} theo {kind}, sửa đổi quy trình về {subject} trong "
            f"quý {chance.choice(['I', 'II', 'III', 'IV'])}. Các đơn vị {helper} rà soát lại.",
            f"{subject.capitalize()} còn chậm do thiếu người; {office} đã họp dân “vì {other}” và "
            f"ghi ý kiến của {chance.randint(30, 400)} hộ trong tháng {chance.randint(1, 12)}.",
        ]
    )
