"""Everything that can go wrong, in one tree.

::

    CongvanError (1)
    ├── InputError (10)            the file, not the program
    │   ├── FileMissing (11)
    │   ├── FileUnreadable (12)    permissions, or a folder
    │   ├── FileEmpty (13)
    │   ├── NotADocument (14)      content is of no kind that can be read
    │   ├── FileDamaged (15)       truncated or broken beyond repair
    │   ├── FileEncrypted (16)     needs a password
    │   ├── NoPages (17)
    │   └── PageTooLarge (18)      too many pixels
    ├── PageError (20)             one page; the others go on
    │   ├── PageTimeout (21)
    │   └── PageCrashed (22)
    ├── EngineMissing (30)         tesseract or its language data is not there
    ├── GoldInvalid (40)           a gold file that cannot be compared
    └── SettingInvalid (50)        an environment variable or option that makes no sense

Each class knows its exit code and its advice, in Vietnamese and in English. ``partial`` work
(some files or pages failed, others were read) ends with exit code 3, see ``cli``.
"""

from __future__ import annotations

from typing import ClassVar


class CongvanError(Exception):
    """Base of all errors that a user may see.

    ``str(error)`` is one line: what happened, then what to do, Vietnamese first.
    """

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "error"
    what: ClassVar[tuple[str, str]] = ("có lỗi", "something went wrong")
    advice: ClassVar[tuple[str, str]] = (
        "hãy báo cho người quản trị",
        "tell the administrator",
    )

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    @property
    def message(self) -> str:
        """What happened and what to do, in Vietnamese (one line)."""
        return self._sentence(0)

    @property
    def message_en(self) -> str:
        """What happened and what to do, in English (one line)."""
        return self._sentence(1)

    def _sentence(self, language: int) -> str:
        detail = " ".join(self.detail.split())
        what = f"{self.what[language]} ({detail})" if detail else self.what[language]
        return f"{what}; {self.advice[language]}"

    def __str__(self) -> str:
        return f"{self.message} · {self.message_en}"


class InputError(CongvanError):
    """The file cannot be read; nothing is wrong with the program."""

    exit_code = 10
    code = "input_error"
    what = ("không đọc được tệp", "the file cannot be read")
    advice = ("hãy kiểm tra tệp", "check the file")


class FileMissing(InputError):
    """No such file."""

    exit_code = 11
    code = "file_missing"
    what = ("không có tệp này", "no such file")
    advice = ("hãy kiểm tra đường dẫn", "check the path")


class FileUnreadable(InputError):
    """The file is there but may not be opened, or is a folder."""

    exit_code = 12
    code = "file_unreadable"
    what = ("không mở được tệp", "the file cannot be opened")
    advice = (
        "hãy kiểm tra quyền đọc, và chọn tệp chứ không phải thư mục",
        "check its permissions, and name a file, not a folder",
    )


class FileEmpty(InputError):
    """Zero bytes, or nothing but white space."""

    exit_code = 13
    code = "file_empty"
    what = ("tệp trống", "the file is empty")
    advice = ("hãy quét hoặc chép lại", "scan or copy it again")


class NotADocument(InputError):
    """The content is of no kind that can be read, whatever the name says."""

    exit_code = 14
    code = "not_a_document"
    what = ("nội dung không phải là văn bản đọc được", "the content is no readable document")
    advice = (
        "hãy dùng PDF, TIFF, JPEG, PNG, DOCX hoặc văn bản thuần",
        "use PDF, TIFF, JPEG, PNG, DOCX or plain text",
    )


class FileDamaged(InputError):
    """Truncated or broken so that no page can be had."""

    exit_code = 15
    code = "file_damaged"
    what = ("tệp bị hỏng hoặc bị cắt cụt", "the file is damaged or cut short")
    advice = ("hãy quét hoặc chép lại", "scan or copy it again")


class FileEncrypted(InputError):
    """A password is needed to open it."""

    exit_code = 16
    code = "file_encrypted"
    what = ("tệp có mật khẩu", "the file needs a password")
    advice = ("hãy bỏ mật khẩu rồi thử lại", "remove the password and try again")


class NoPages(InputError):
    """A valid container without any page."""

    exit_code = 17
    code = "no_pages"
    what = ("tệp không có trang nào", "the file has no pages")
    advice = ("hãy quét lại", "scan it again")


class PageTooLarge(InputError):
    """More pixels than one page of paper can need."""

    exit_code = 18
    code = "page_too_large"
    what = ("ảnh trang quá lớn", "the page image is too large")
    advice = (
        "hãy quét lại ở 200–300 dpi",
        "scan it again at 200–300 dpi",
    )


class PageError(CongvanError):
    """One page failed; the other pages are still read."""

    exit_code = 20
    code = "page_failed"
    what = ("không đọc được trang", "the page cannot be read")
    advice = ("hãy quét lại trang này", "scan this page again")


class PageTimeout(PageError):
    """The page took longer than the limit and was given up."""

    exit_code = 21
    code = "page_timeout"
    what = ("trang mất quá nhiều thời gian nên bị bỏ", "the page took too long and was given up")


class PageCrashed(PageError):
    """The worker that read the page died."""

    exit_code = 22
    code = "page_crashed"
    what = ("tiến trình đọc trang bị dừng", "the process that read the page died")


class EngineMissing(CongvanError):
    """Tesseract, or its Vietnamese model, is not installed."""

    exit_code = 30
    code = "engine_missing"
    what = ("thiếu bộ nhận dạng chữ", "the text recogniser is missing")
    advice = (
        "hãy chạy `make setup` (cài tesseract-ocr và tesseract-ocr-vie)",
        "run `make setup` (installs tesseract-ocr and tesseract-ocr-vie)",
    )


class GoldInvalid(CongvanError):
    """A gold file, or a gold folder, that cannot be compared."""

    exit_code = 40
    code = "gold_invalid"
    what = ("không dùng được tệp chuẩn", "the gold cannot be used")
    advice = (
        "hãy kiểm tra theo docs/reading.md",
        "check it against docs/reading.md",
    )


class SettingInvalid(CongvanError):
    """An environment variable or an option that makes no sense."""

    exit_code = 50
    code = "setting_invalid"
    what = ("thiết lập không hợp lệ", "a setting is not valid")
    advice = ("hãy xem `congvan --help`", "see `congvan --help`")
