"""Letters of invented offices of all four systems, with what a reader would write down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.extract.typed_letters import PARTY, STATE, Typed

BODY = (
    "\tThực hiện Kế hoạch số 88/KH-BGTVT ngày 02 tháng 4 năm 2019 của Bộ Giao thông vận",
    "tải, đề nghị các đơn vị rà soát, báo cáo trước ngày 15 tháng 6 năm 2019./.",
)

PROVINCE = Typed(
    left=(
        *("ỦY BAN NHÂN DÂN", "TỈNH HÀ NAM", "", "Số: 418/UBND-GT"),
        *("V/v rà soát các điểm đen", "về an toàn giao thông"),
    ),
    right=(*STATE, "", "Hà Nam, ngày 05 tháng 5 năm 2019"),
    body=(
        "\t\tKính gửi:",
        "\t\t- Sở Giao thông vận tải;",
        "\t\t- Công an tỉnh;",
        "\t\t- Ủy ban nhân dân các huyện, thị xã, thành phố.",
        "",
        *BODY,
    ),
    foot_left=(
        "Nơi nhận:",
        "- Như trên;",
        "- Bộ Giao thông vận tải (để b/c);",
        "- Ban An toàn giao thông tỉnh (p/h);",
        "- Lưu: VT, GT.",
    ),
    foot_right=(
        *("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        *("", "", "", "Trần Đình Thuận"),
    ),
)
MINISTRY = Typed(
    left=("BỘ XÂY DỰNG", "", "Số: 77/BXD-QLN", "V/v nhà ở cho công nhân"),
    right=(*STATE, "", "Hà Nội, ngày 9 tháng 01 năm 2023"),
    body=("\tKính gửi: Ủy ban nhân dân các tỉnh, thành phố", "", *BODY),
    foot_left=("Nơi nhận:", "- Như trên;", "- Thủ tướng Chính phủ (để b/c);", "- Lưu: VT, QLN."),
    foot_right=("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "", "", "", "Lê Hoàng Nghĩa"),
)
DEPARTMENT = Typed(
    left=("UBND TỈNH YÊN BÁI", "SỞ Y TẾ", "", "Số: 1012/SYT-NVY", "V/v tiêm chủng mở rộng"),
    right=(*STATE, "", "Yên Bái, ngày 19 tháng 11 năm 2020"),
    body=("\tKính gửi: Bệnh viện Đa khoa tỉnh", "", *BODY),
    foot_left=("Nơi nhận:", "- Như trên;", "- Lưu: VT, NVY."),
    foot_right=("GIÁM ĐỐC", "", "", "", "Giàng Văn Páo"),
)
DECISION = Typed(
    left=("ỦY BAN NHÂN DÂN", "TỈNH TRÀ VINH", "", "Số: 1207/QĐ-UBND"),
    right=(*STATE, "", "Trà Vinh, ngày 11 tháng 10 năm 2022"),
    title=(
        *("QUYẾT ĐỊNH", "Về việc thành lập Tổ công tác", "chuyển đổi số của tỉnh", ""),
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
    ),
    body=(
        "\tCăn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "\tCăn cứ Nghị định số 73/2019/NĐ-CP ngày 05 tháng 9 năm 2019 của Chính phủ;",
        "",
        "\tQUYẾT ĐỊNH:",
        "\tĐiều 1. Thành lập Tổ công tác chuyển đổi số của tỉnh.",
    ),
    foot_left=("Nơi nhận:", "- Như Điều 3;", "- Lưu: VT."),
    foot_right=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "", "", "Thạch Thị Sa Rinh"),
)
COMMITTEE = Typed(
    left=("TỈNH ỦY SƠN LA", "*", "Số 305-CV/TU", "V/v chuẩn bị đại hội chi bộ"),
    right=(*PARTY, "", "Sơn La, ngày 20 tháng 02 năm 2020"),
    body=(
        "\t\tKính gửi: - Các huyện ủy, thành ủy,",
        "\t\t- Các đảng ủy trực thuộc Tỉnh ủy.",
        "",
        *BODY,
    ),
    foot_left=(
        *("Nơi nhận:", "- Như trên,", "- Văn phòng Trung ương Đảng (để báo cáo),"),
        "- Lưu Văn phòng Tỉnh ủy.",
    ),
    foot_right=("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "", "", "", "Lò Văn Muôn"),
)
PARTY_BOARD = Typed(
    left=("TỈNH ỦY SƠN LA", "BAN DÂN VẬN", "*", "Số 41-HD/BDVTU"),
    right=(*PARTY, "", "Sơn La, ngày 03 tháng 9 năm 2021"),
    title=("HƯỚNG DẪN", "tuyên truyền Ngày hội đại đoàn kết ở khu dân cư"),
    body=BODY,
    foot_left=("Nơi nhận:", "- Ban Dân vận các huyện ủy,", "- Lưu Văn phòng Ban."),
    foot_right=("T/L TRƯỞNG BAN", "CHÁNH VĂN PHÒNG", "", "", "", "Cầm Thị Hiên"),
)
FRONT = Typed(
    left=(
        *("ỦY BAN MTTQ VIỆT NAM", "TỈNH BẾN TRE", "BAN THƯỜNG TRỰC", ""),
        *("Số: 233/MTTQ-BTT", "V/v góp ý dự thảo Luật"),
    ),
    right=(*STATE, "", "Bến Tre, ngày 20 tháng 12 năm 2021"),
    body=("\tKính gửi: Ban Thường trực Ủy ban MTTQ Việt Nam các huyện", "", *BODY),
    foot_left=("Nơi nhận:", "- Như trên;", "- Lưu VT."),
    foot_right=("TM. BAN THƯỜNG TRỰC", "PHÓ CHỦ TỊCH", "", "", "", "Võ Thị Sáu Lành"),
)
ASSOCIATION = Typed(
    left=("HỘI KHUYẾN HỌC", "TỈNH CAO BẰNG", "", "Số: 15/HKH-VP", "V/v tháng khuyến học"),
    right=(*STATE, "", "Cao Bằng, ngày 20 tháng 8 năm 2021"),
    body=("\tKính gửi: Hội Khuyến học các huyện, thành phố", "", *BODY),
    foot_left=("Nơi nhận:", "- Như trên;", "- Lưu VP."),
    foot_right=("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "", "", "", "Nông Thị Bích"),
)

Header = Mapping[str, Any]
OFFICES: tuple[tuple[str, Typed, str, Header], ...] = (
    (
        *("province", PROVINCE, "418/UBND-GT"),
        {
            "system": "state",
            "type": "CV",
            "date": "2019-05-05",
            "place": "Hà Nam",
            "issuer": "Ủy ban nhân dân tỉnh Hà Nam",
            "parent_issuer": None,
            "subject": "rà soát các điểm đen về an toàn giao thông",
            "signer": ("Trần Đình Thuận", "Phó Chủ tịch", ["TM", "KT"]),
        },
    ),
    (
        *("ministry", MINISTRY, "77/BXD-QLN"),
        {
            "system": "state",
            "type": "CV",
            "date": "2023-01-09",
            "place": "Hà Nội",
            "issuer": "Bộ Xây dựng",
            "parent_issuer": None,
            "subject": "nhà ở cho công nhân",
            "signer": ("Lê Hoàng Nghĩa", "Thứ trưởng", ["KT"]),
        },
    ),
    (
        *("department", DEPARTMENT, "1012/SYT-NVY"),
        {
            "system": "state",
            "type": "CV",
            "date": "2020-11-19",
            "place": "Yên Bái",
            "issuer": "Sở Y tế",
            "parent_issuer": "Ủy ban nhân dân tỉnh Yên Bái",
            "subject": "tiêm chủng mở rộng",
            "signer": ("Giàng Văn Páo", "Giám đốc", []),
        },
    ),
    (
        *("decision", DECISION, "1207/QĐ-UBND"),
        {
            "system": "state",
            "type": "QĐ",
            "date": "2022-10-11",
            "place": "Trà Vinh",
            "issuer": "Ủy ban nhân dân tỉnh Trà Vinh",
            "parent_issuer": None,
            "subject": "thành lập Tổ công tác chuyển đổi số của tỉnh",
            "signer": ("Thạch Thị Sa Rinh", "Phó Chủ tịch", ["KT"]),
        },
    ),
    (
        *("Party committee", COMMITTEE, "305-CV/TU"),
        {
            "system": "party",
            "type": "CV",
            "date": "2020-02-20",
            "place": "Sơn La",
            "issuer": "Tỉnh ủy Sơn La",
            "parent_issuer": None,
            "acting_body": "Ban Thường vụ Tỉnh ủy",
            "subject": "chuẩn bị đại hội chi bộ",
            "signer": ("Lò Văn Muôn", "Phó Bí thư", ["TM"]),
        },
    ),
    (
        *("Party board", PARTY_BOARD, "41-HD/BDVTU"),
        {
            "system": "party",
            "type": "HD",
            "date": "2021-09-03",
            "place": "Sơn La",
            "issuer": "Ban Dân vận",
            "parent_issuer": "Tỉnh ủy Sơn La",
            "subject": "tuyên truyền Ngày hội đại đoàn kết ở khu dân cư",
            "signer": ("Cầm Thị Hiên", "Chánh Văn phòng", ["TL"]),
        },
    ),
    (
        *("Front", FRONT, "233/MTTQ-BTT"),
        {
            "system": "front",
            "type": "CV",
            "date": "2021-12-20",
            "place": "Bến Tre",
            "issuer": "Ban Thường trực",
            "parent_issuer": "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Bến Tre",
            "subject": "góp ý dự thảo Luật",
            "signer": ("Võ Thị Sáu Lành", "Phó Chủ tịch", ["TM"]),
        },
    ),
    (
        *("association", ASSOCIATION, "15/HKH-VP"),
        {
            "system": "association",
            "type": "CV",
            "date": "2021-08-20",
            "place": "Cao Bằng",
            "issuer": "Hội Khuyến học tỉnh Cao Bằng",
            "parent_issuer": None,
            "subject": "tháng khuyến học",
            "signer": ("Nông Thị Bích", "Chủ tịch", ["TM"]),
        },
    ),
)
