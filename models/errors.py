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
    ├── ProgramMissing (31)        `dot`, which draws a lineage, is not there
    ├── GoldInvalid (40)           a gold file that cannot be compared
    ├── SettingInvalid (50)        an environment variable or option that makes no sense
    │   ├── WatchRefused (51)      a folder that cannot be watched
    │   └── WatchedAlready (52)    a folder that somebody watches already
    ├── StoreError (60)            the register's database or its files
    │   ├── StoreUnavailable (61)  cannot be opened, read or written
    │   ├── StoreBusy (62)         another process writes and does not stop
    │   ├── StoreNewer (63)        written by a newer program
    │   ├── StoreDamaged (64)      `congvan check` found something wrong
    │   └── BackupInvalid (65)     a backup that is not as it was written
    ├── WorkError (66)             a file on its way through the intake
    │   ├── DocumentTimeout (67)   took longer than it may
    │   ├── WorkAbandoned (68)     whoever worked on it died, several times
    │   └── WorkStopped (69)       the program was told to end
    ├── QueryError (70)            what was asked for
    │   ├── DocumentUnknown (71)   no document of that number
    │   ├── DocumentAmbiguous (72) several documents of that number
    │   ├── TaskUnknown (73)       no task, or target, of that key
    │   ├── TransitionRefused (74) what a task in this state cannot do
    │   ├── DecisionRefused (75)   a merge, split or correction that makes no sense
    │   │   └── FieldRefused (75)  what a field of a letter cannot be
    │   ├── QueryInvalid (76)      words or filters that cannot be searched for
    │   └── RestoreRefused (77)    a register that is not empty
    ├── ImportInvalid (80)         an exported file that cannot be read back
    ├── MailFailed (90)            a reminder that could not be mailed
    ├── OrchestratorUnavailable (95)  no server of Prefect
    ├── AccessError (100)          who may do what
    │   ├── LoginRefused (101)     a name and a password that do not belong together
    │   ├── LoginThrottled (102)   too many attempts
    │   ├── AccessDenied (103)     what this person may not do
    │   ├── PasswordRefused (104)  a new password that is too easy to guess
    │   └── AccountInvalid (105)   an account that cannot be made or changed so
    └── UploadError (110)          a file that did not come in
        ├── UploadTooLarge (111)   more megabytes than one file may have
        ├── TooManyPages (112)     more pages than one file may have
        ├── NameMismatch (113)     plain text under the name of another kind
        ├── UploadDamaged (114)    other bytes arrived than were announced
        ├── UploadUnknown (115)    no such upload, or it has expired
        ├── UploadConflict (116)   the sender and this side are at different places
        ├── UploadBusy (117)       another request sends the same upload
        └── DiskFull (118)         no room for it here

Each class knows its exit code and its advice, in Vietnamese and in English. ``partial`` work
(some files or pages failed, others were read) ends with exit code 3, see ``cli``.
"""

from __future__ import annotations

from collections.abc import Iterator
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

    def __init__(self, detail: str = "", english: str = "") -> None:
        """``english`` is the detail in English, where it is told in words."""
        super().__init__(detail)
        self.detail = detail
        self.english = english or detail

    @property
    def message(self) -> str:
        """What happened and what to do, in Vietnamese (one line)."""
        return self._sentence(0)

    @property
    def message_en(self) -> str:
        """What happened and what to do, in English (one line)."""
        return self._sentence(1)

    def _sentence(self, language: int) -> str:
        detail = " ".join((self.detail, self.english)[language].split())
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


class ProgramMissing(CongvanError):
    """A program of the system that this command needs is not installed; the others work."""

    exit_code = 31
    code = "program_missing"
    what = ("thiếu một chương trình của hệ thống", "a program of the system is missing")
    advice = (
        "hãy chạy `make setup` (cài graphviz), hoặc xuất dạng khác",
        "run `make setup` (installs graphviz), or export another format",
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


class WatchRefused(SettingInvalid):
    """A folder that cannot be watched: it is none, or the register lies in it."""

    exit_code = 51
    code = "watch_refused"
    what = ("không theo dõi được thư mục này", "this folder cannot be watched")
    advice = (
        "hãy chọn một thư mục có thật, không chứa CONGVAN_HOME và không nằm trong đó",
        "choose a folder that exists, with CONGVAN_HOME neither in it nor around it",
    )


class WatchedAlready(SettingInvalid):
    """Another process watches this folder for the same register."""

    exit_code = 52
    code = "watched_already"
    what = ("thư mục này đang được theo dõi", "this folder is being watched already")
    advice = (
        "hãy để tiến trình kia làm tiếp, hoặc dừng nó trước",
        "let the other process go on, or stop it first",
    )


class StoreError(CongvanError):
    """The register cannot be used."""

    exit_code = 60
    code = "store_error"
    what = ("sổ đăng ký có vấn đề", "there is a problem with the register")
    advice = ("hãy chạy `congvan check`", "run `congvan check`")


class StoreUnavailable(StoreError):
    """The database or the folder of the register cannot be opened, read or written."""

    exit_code = 61
    code = "store_unavailable"
    what = ("không dùng được sổ đăng ký", "the register cannot be used")
    advice = (
        "hãy kiểm tra CONGVAN_HOME, CONGVAN_DATABASE_URL, CONGVAN_FILES, quyền ghi và chỗ trống "
        "trên đĩa",
        "check CONGVAN_HOME, CONGVAN_DATABASE_URL, CONGVAN_FILES, write permissions and free disk "
        "space",
    )


class StoreBusy(StoreError):
    """Another process has been writing for too long."""

    exit_code = 62
    code = "store_busy"
    what = ("sổ đăng ký đang bận", "the register is busy")
    advice = (
        "hãy chờ tiến trình khác ghi xong rồi chạy lại",
        "wait until the other process has finished writing and run it again",
    )


class StoreNewer(StoreError):
    """The database was written by a newer version of this program."""

    exit_code = 63
    code = "store_newer"
    what = ("sổ đăng ký thuộc phiên bản mới hơn", "the register belongs to a newer version")
    advice = ("hãy cập nhật congvan", "update congvan")


class StoreDamaged(StoreError):
    """Files or rows of the register are missing, changed or without owner."""

    exit_code = 64
    code = "store_damaged"
    what = ("sổ đăng ký có chỗ hỏng", "the register is damaged")
    advice = (
        "hãy xem danh sách, rồi chạy `congvan check --repair` hoặc phục hồi tệp từ bản sao lưu",
        "see the list, then run `congvan check --repair` or restore the files from a backup",
    )


class BackupInvalid(StoreError):
    """A file that `congvan backup` did not write, or that was cut short or changed since."""

    exit_code = 65
    code = "backup_invalid"
    what = ("bản sao lưu không dùng được", "the backup cannot be used")
    advice = (
        "hãy chép lại tệp, hoặc dùng bản sao lưu khác",
        "copy the file again, or use another backup",
    )


class WorkError(CongvanError):
    """A file on its way through the intake; it is kept, and can be tried again."""

    exit_code = 66
    code = "work_error"
    what = ("chưa xử lý xong tệp", "the file was not worked off")
    advice = (
        "hãy xem `congvan intake`, rồi chạy `congvan ingest --retry-failed`",
        "see `congvan intake`, then run `congvan ingest --retry-failed`",
    )


class DocumentTimeout(WorkError):
    """The file took longer than a file may (``CONGVAN_DOCUMENT_TIMEOUT``)."""

    exit_code = 67
    code = "document_timeout"
    what = ("tệp quá lâu chưa đọc xong", "the file took too long")
    advice = (
        "hãy tăng CONGVAN_DOCUMENT_TIMEOUT rồi chạy `congvan ingest --retry-failed`",
        "raise CONGVAN_DOCUMENT_TIMEOUT, then run `congvan ingest --retry-failed`",
    )


class WorkAbandoned(WorkError):
    """Whoever worked on the file died several times in the middle of it."""

    exit_code = 68
    code = "work_abandoned"
    what = (
        "chương trình bị ngắt nhiều lần khi xử lý tệp này",
        "the program died several times over this file",
    )


class WorkStopped(WorkError):
    """The program was told to end before the file was done; it goes on at the next start."""

    exit_code = 69
    code = "work_stopped"
    what = ("chương trình dừng trước khi xong tệp", "the program ended before the file was done")
    advice = (
        "hãy chạy lại lệnh này để làm tiếp",
        "run the same command again to go on with it",
    )


class QueryError(CongvanError):
    """What was asked for cannot be found or done."""

    exit_code = 70
    code = "query_error"
    what = ("không thực hiện được yêu cầu", "the request cannot be fulfilled")
    advice = ("hãy xem `congvan --help`", "see `congvan --help`")


class DocumentUnknown(QueryError):
    """No document of that number has arrived or is cited."""

    exit_code = 71
    code = "document_unknown"
    what = ("không có văn bản này trong sổ", "no such document in the register")
    advice = (
        "hãy kiểm tra số, ký hiệu hoặc tìm trong sổ văn bản",
        "check the number, or search the register",
    )


class DocumentAmbiguous(QueryError):
    """Several documents have that number; a number is no identity.

    ``documents`` are their addresses.
    """

    exit_code = 72
    code = "document_ambiguous"
    what = ("nhiều văn bản cùng số, ký hiệu", "several documents have this number")
    advice = (
        "hãy dùng địa chỉ đầy đủ số@cơ-quan/ngày trong danh sách",
        "use a full address number@issuer/date from the list",
    )

    def __init__(self, detail: str = "", documents: tuple[str, ...] = ()) -> None:
        super().__init__(detail)
        self.documents = documents


class TaskUnknown(QueryError):
    """No task or target of that key."""

    exit_code = 73
    code = "task_unknown"
    what = ("không có nhiệm vụ hoặc chỉ tiêu này", "no such task or target")
    advice = (
        "hãy xem mã trong danh sách nhiệm vụ hoặc chỉ tiêu",
        "see the keys in the list of tasks or of targets",
    )


class TransitionRefused(QueryError):
    """A task in this state cannot do that."""

    exit_code = 74
    code = "transition_refused"
    what = ("nhiệm vụ không chuyển được trạng thái như vậy", "the task cannot change like that")
    advice = (
        "hãy xem tình trạng hiện tại của nhiệm vụ",
        "see where the task stands now",
    )


class DecisionRefused(QueryError):
    """A merge, split or correction that makes no sense."""

    exit_code = 75
    code = "decision_refused"
    what = ("không thực hiện được quyết định này", "this decision cannot be carried out")
    advice = (
        "hãy xem lại các văn bản đó",
        "look at the documents again",
    )


class FieldRefused(DecisionRefused):
    """What a field of a letter cannot be; the detail says what is wanted."""

    what = ("trường này không nhận giá trị đó", "the field cannot be that")
    advice = ("hãy ghi lại", "write it anew")


class QueryInvalid(QueryError):
    """Words or filters that cannot be searched for."""

    exit_code = 76
    code = "query_invalid"
    what = ("không hiểu điều kiện tìm", "the query is not understood")
    advice = (
        "hãy dùng từ có chữ hoặc số, giá trị lọc đúng dạng; ngày như 31/12/2025",
        "use words with letters or digits, filters of the right form, days as 31/12/2025",
    )


class RestoreRefused(QueryError):
    """A backup is restored into an empty register only: nothing is written over."""

    exit_code = 77
    code = "restore_refused"
    what = ("sổ đăng ký không trống", "the register is not empty")
    advice = (
        "hãy phục hồi vào CONGVAN_HOME hoặc CONGVAN_DATABASE_URL mới, còn trống",
        "restore into a new, empty CONGVAN_HOME or CONGVAN_DATABASE_URL",
    )


class ImportInvalid(CongvanError):
    """A file that `congvan export` did not write, or that was changed since."""

    exit_code = 80
    code = "import_invalid"
    what = ("không nhập được tệp này", "the file cannot be imported")
    advice = (
        "hãy dùng tệp JSONL do `congvan export` ghi ra",
        "use a JSONL file that `congvan export` wrote",
    )


class MailFailed(CongvanError):
    """A reminder that could not be mailed; the digest file is there, and other mails went out."""

    exit_code = 90
    code = "mail_failed"
    what = ("không gửi được thư nhắc việc", "a reminder could not be mailed")
    advice = (
        "tệp nhắc việc vẫn có; hãy kiểm tra CONGVAN_SMTP_URL, địa chỉ và máy chủ thư "
        "rồi chạy lại `congvan remind`, thư đã gửi không gửi lại",
        "the digest file is there; check CONGVAN_SMTP_URL, the addresses and the mail server, "
        "then run `congvan remind` again, what was sent is not sent twice",
    )


class OrchestratorUnavailable(CongvanError):
    """The server of Prefect, which runs the flows, cannot be reached or does not start."""

    exit_code = 95
    code = "orchestrator_unavailable"
    what = ("không dùng được máy chủ Prefect", "Prefect's server cannot be used")
    advice = (
        "tệp đã nhận vẫn nằm trong sổ tiếp nhận; hãy kiểm tra PREFECT_API_URL, hoặc ổ đĩa và quyền "
        "ghi ở CONGVAN_HOME, rồi chạy lại; `congvan add` không cần Prefect",
        "files that were received stay in the ledger; check PREFECT_API_URL, or the disk and the "
        "permissions of CONGVAN_HOME, then run it again; `congvan add` needs no Prefect",
    )


class AccessError(CongvanError):
    """Base of all errors about people who use the register."""

    exit_code = 100
    code = "access_error"
    what = ("không được phép", "this is not allowed")
    advice = ("hãy hỏi người quản trị", "ask the administrator")


class LoginRefused(AccessError):
    """A name and a password that do not belong together, or an account that is closed.

    Which of these it is, nobody is told.
    """

    exit_code = 101
    code = "login_refused"
    what = ("không đăng nhập được", "the log-in failed")
    advice = (
        "hãy kiểm tra tên và mật khẩu; quên mật khẩu thì nhờ người quản trị cấp lại",
        "check the name and the password; the administrator can give you a new one",
    )


class LoginThrottled(AccessError):
    """Too many attempts to log in; ``detail`` says after how many seconds the next one counts."""

    exit_code = 102
    code = "login_throttled"
    what = ("đăng nhập sai quá nhiều lần", "too many failed log-ins")
    advice = ("hãy chờ rồi thử lại", "wait, then try again")


class AccessDenied(AccessError):
    """What this person, or this token, may not do."""

    exit_code = 103
    code = "access_denied"
    what = ("tài khoản này không được làm việc đó", "this account may not do that")
    advice = (
        "hãy nhờ người quản trị giao vai trò phù hợp",
        "ask the administrator for the role that may",
    )


class PasswordRefused(AccessError):
    """A new password that is too short, too well known, or the one before."""

    exit_code = 104
    code = "password_refused"
    what = ("mật khẩu không đủ an toàn", "the password is not safe enough")
    advice = (
        "hãy đặt mật khẩu từ 12 ký tự, không chứa tên đăng nhập và khác mật khẩu cũ",
        "choose one of 12 characters or more, without the log-in name, other than the last one",
    )


class AccountInvalid(AccessError):
    """An account that is there already, is not there, or cannot be changed so."""

    exit_code = 105
    code = "account_invalid"
    what = ("không thay đổi được tài khoản", "the account cannot be changed so")
    advice = (
        "hãy kiểm tra tên đăng nhập (chữ thường, số, dấu chấm, gạch) và vai trò; phải còn ít nhất "
        "một quản trị viên",
        "check the log-in name (small letters, digits, dots, hyphens) and the roles; one "
        "administrator must stay",
    )


class UploadError(CongvanError):
    """A file that somebody sends to the app and that did not come in."""

    exit_code = 110
    code = "upload_error"
    what = ("không nhận được tệp", "the file was not received")
    advice = ("hãy gửi lại", "send it again")


class UploadTooLarge(UploadError):
    """More megabytes than one file may have (``CONGVAN_UPLOAD_MEGABYTES``)."""

    exit_code = 111
    code = "upload_too_large"
    what = ("tệp quá lớn", "the file is too large")
    advice = (
        "hãy quét lại ở 200–300 dpi hoặc tách tệp; giới hạn do người quản trị đặt",
        "scan it again at 200–300 dpi, or split it; the administrator sets the limit",
    )


class TooManyPages(UploadError):
    """More pages than one file may have (``CONGVAN_UPLOAD_PAGES``)."""

    exit_code = 112
    code = "too_many_pages"
    what = ("tệp có quá nhiều trang", "the file has too many pages")
    advice = (
        "hãy tách tệp; giới hạn do người quản trị đặt",
        "split it; the administrator sets the limit",
    )


class NameMismatch(UploadError):
    """Plain text under the name of another kind: a web page saved as PDF, a mistaken name."""

    exit_code = 113
    code = "name_mismatch"
    what = (
        "nội dung là chữ thuần, không phải loại tệp như tên gọi",
        "the content is plain text, not what the name says",
    )
    advice = (
        "hãy lấy lại đúng tệp; nếu đúng là chữ thuần, hãy đổi đuôi tên thành .txt",
        "get the right file; if it is meant to be plain text, let its name end with .txt",
    )


class UploadDamaged(UploadError):
    """Other bytes arrived than were announced."""

    exit_code = 114
    code = "upload_damaged"
    what = ("tệp nhận được khác tệp đã gửi", "what arrived is not what was sent")


class UploadUnknown(UploadError):
    """No such upload of this account; it may have expired."""

    exit_code = 115
    code = "upload_unknown"
    what = ("không có lượt gửi này, hoặc đã hết hạn", "no such upload, or it has expired")


class UploadConflict(UploadError):
    """The sender goes on at another place than where this side stands."""

    exit_code = 116
    code = "upload_conflict"
    what = ("vị trí gửi tiếp không khớp", "the place to go on from does not match")
    advice = ("hãy hỏi lại vị trí rồi gửi tiếp", "ask for the place, then go on from there")


class UploadBusy(UploadError):
    """Another request sends the same upload at this moment."""

    exit_code = 117
    code = "upload_busy"
    what = ("tệp này đang được gửi", "this file is being sent already")
    advice = ("hãy chờ rồi gửi tiếp", "wait, then go on")


class DiskFull(UploadError):
    """No room is left where files are kept."""

    exit_code = 118
    code = "disk_full"
    what = ("máy chủ hết chỗ chứa", "there is no room left on the server")
    advice = (
        "hãy báo người quản trị dọn đĩa rồi gửi lại",
        "tell the administrator to make room, then send it again",
    )


def in_one_line(crash: BaseException) -> str:
    """What a crash says, as the detail of an error."""
    return f"{type(crash).__name__}: {' '.join(str(crash).split())}"[:200]


def error_kinds(root: type[CongvanError] = CongvanError) -> Iterator[type[CongvanError]]:
    """``root`` and every class below it, each before its own subclasses."""
    yield root
    for kind in root.__subclasses__():
        yield from error_kinds(kind)


def error_class(code: str) -> type[CongvanError]:
    """The class with this ``code``; the root where there is none any more."""
    return next((kind for kind in error_kinds() if kind.code == code), CongvanError)


def error_of(code: str | None, detail: str | None) -> CongvanError:
    """The error that was written down as a code and a detail."""
    return error_class(code or "")(detail or "")
