"""Sentences for tests, as letters have them; written for the tests, taken from no letter."""

from __future__ import annotations

SENTENCES = (
    "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh về việc tăng cường công tác phòng cháy,",
    "chữa cháy rừng trong mùa khô, Sở Nông nghiệp đề nghị các đơn vị khẩn trương rà soát,",
    "bổ sung phương án, phân công trực đầy đủ và báo cáo kết quả trước ngày 15 hằng tháng.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh kịp thời.",
)
IN_UNICODE = "Thực hiện chỉ đạo của Uỷ ban nhân dân tỉnh, các đơn vị báo cáo kết quả trước ngày 15"
IN_TCVN3 = (
    "Thùc hiÖn chØ ®¹o cña Uû ban nh©n d©n tØnh, c¸c ®¬n vÞ b¸o c¸o kÕt qu¶ tr\u00adíc ngµy 15"
)
IN_VNI = (
    "Thöïc hieän chæ ñaïo cuûa Uyû ban nhaân daân tænh, caùc ñôn vò baùo caùo keát quaû "
    "tröôùc ngaøy 15"
)
"""One sentence in three encodings; the old ones as seen in Windows-1252."""
GIBBERISH = (
    "Thjrc hien chi dqo ciia Uy ban nhán dãn tinh vè viêc táng cuóng cöng täc phöng chäy,",
    "chüa chäy rüng tröng müa khö, Sö Nöng nghiëp dè nghi cäc dön vi khån truong rä soät,",
    "bö sung phuöng än, phän cöng truc däy dü và bäo cäo kêt quä trúóc ngäy 15 häng thäng.",
)
"""What a bad OCR without Vietnamese leaves under a scan."""
