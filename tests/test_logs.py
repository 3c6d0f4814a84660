"""The log: one line an event, with the file and page that it is about, and no word of a letter."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from models.errors import PageCrashed, PageTimeout, SettingInvalid
from pipeline.logs import bind, bound, context, frames_of, in_context, log_event, set_up, short_hash
from pipeline.settings import LogSettings, load_log_settings
from pipeline.workers import Crew
from tests.log_lines import JSON, events, named

log = logging.getLogger("congvan.test")
SECRET = "giao ban lúc 5 giờ"


def stumble() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(SECRET) from error


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def hang() -> None:
    time.sleep(600)


def test_an_event_is_one_json_object_with_what_is_bound(
    log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(JSON)
    with bound(document="so-7\n.pdf", item=17):
        with bound(page=2):
            log_event("page_read", seconds=1.25, origin="ocr", code=None)
        bind(sha256=short_hash("ab" * 32))
        log_event("stored", level=logging.WARNING)
    log_event("shutdown")
    page, stored, end = events(capsys.readouterr().err)
    moment = dt.datetime.fromisoformat(page.pop("time"))
    assert moment.utcoffset() == dt.timedelta()
    assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(minutes=1)
    assert page == {
        "level": "INFO",
        "logger": "congvan.events",
        "message": "page read",
        "event": "page_read",
        "document": "so-7\n.pdf",
        "item": 17,
        "page": 2,
        "seconds": 1.25,
        "origin": "ocr",
    }
    assert (stored["level"], stored["sha256"], "page" in stored) == (
        "WARNING",
        "abababababab",
        False,
    )
    assert "document" not in end


def test_text_has_the_same_on_one_line(
    log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(LogSettings(log_level="info"))
    with bound(document="công văn\n7.pdf"):
        log_event("page_failed", level=logging.WARNING, page=3, code="page_timeout")
    (line,) = capsys.readouterr().err.splitlines()
    moment, rest = line.split(" ", 1)
    assert dt.datetime.fromisoformat(moment).utcoffset() == dt.timedelta()
    assert rest == (
        "WARNING congvan.events: page failed event=page_failed page=3 code=page_timeout "
        'document="công văn\\n7.pdf"'
    )


def test_below_the_level_nothing_is_logged(
    log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(LogSettings(log_format="json"))
    log_event("page_read")
    log.info("not this")
    log.warning("this")
    assert [each["message"] for each in events(capsys.readouterr().err)] == ["this"]


@pytest.mark.parametrize("log_format", ["json", "text"])
@pytest.mark.parametrize("debug", [False, True])
def test_a_trace_shows_where_it_was_and_no_words_but_to_whoever_looks_for_a_fault(
    log_as_before: None, capsys: pytest.CaptureFixture[str], log_format: str, debug: bool
) -> None:
    set_up(LogSettings(log_format="json" if log_format == "json" else "text", debug=debug))
    try:
        stumble()
    except ValueError:
        log.exception("so-7.pdf: a crash")
    said = capsys.readouterr().err
    if log_format == "json":
        (line,) = events(said)
        said = line["trace"]
    assert said.index("KeyError") < said.index("ValueError")
    assert "in stumble" in said
    assert (SECRET in said) is debug


def test_a_cause_of_itself_is_told_once() -> None:
    error = ValueError(SECRET)
    error.__cause__ = error
    assert frames_of(error) == "ValueError"


def test_unless_it_is_set_up_there_are_no_events(
    log_as_before: None, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    log_event("failed", level=logging.ERROR, code="file_damaged")
    log.warning("sổ đang bận")
    assert [record.message for record in caplog.records] == ["sổ đang bận"]
    assert capsys.readouterr().err == ""


def test_what_is_bound_goes_to_a_task_elsewhere_and_ends_with_it() -> None:
    with bound(document="a.pdf"):
        handed = context()
    assert in_context(handed, context) == {"document": "a.pdf"}
    assert context() == {}


def test_workers_that_die_or_hang_are_named(
    log_as_before: None, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up(JSON)
    with Crew[int](workers=1, time_limit=0.5, method="fork") as crew:
        outcomes = dict(crew.run([(1, die, ()), (2, hang, ())]))
    assert [type(outcomes[key]) for key in (1, 2)] == [PageCrashed, PageTimeout]
    said = capsys.readouterr().err
    assert [each["ended"] for each in named(said, "worker_died")] == ["SIGKILL"]
    assert [each["seconds"] for each in named(said, "worker_stopped")] == [0.5]


@pytest.mark.parametrize("method", ["fork", "forkserver"])
def test_worker_processes_log_as_their_parent_does(method: str) -> None:
    program = f"""
from pipeline.logs import in_context, log_event, set_up
from pipeline.settings import LogSettings
from pipeline.workers import Crew
if __name__ == "__main__":
    set_up(LogSettings(log_format="json", log_level="info"))
    with Crew(workers=1, time_limit=60, method={method!r}) as crew:
        list(crew.run([(1, in_context, ({{"document": "a.pdf"}}, log_event, "page_read"))]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    (line,) = events(done.stderr)
    assert (line["event"], line["document"]) == ("page_read", "a.pdf")


def test_prefect_neither_eats_nor_doubles_a_line(tmp_path: Path) -> None:
    program = """
import logging
from pipeline.logs import log_event, set_up
from pipeline.settings import LogSettings
set_up(LogSettings(log_format="json", log_level="info"))
from prefect.logging.configuration import setup_logging
setup_logging()
log_event("stored")
logging.getLogger("congvan.work").warning("a heartbeat was lost")
setup_logging()
log_event("linked")
"""
    environment = {**os.environ, "PREFECT_HOME": str(tmp_path), "DO_NOT_TRACK": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    messages = [json.loads(line)["message"] for line in (done.stdout + done.stderr).splitlines()]
    assert messages == ["stored", "a heartbeat was lost", "linked"]


@pytest.mark.parametrize(
    ("name", "value", "accepts"),
    [
        ("CONGVAN_LOG_FORMAT", "xml", "text, json"),
        ("CONGVAN_LOG_LEVEL", "loud", "debug, info, warning, error"),
    ],
)
def test_a_log_that_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, accepts: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingInvalid, match=f"{name} '{value}': {accepts}"):
        load_log_settings()


def test_the_log_is_set_up_whatever_else_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_log_settings() is None
    monkeypatch.setenv("CONGVAN_LOG_FORMAT", "JSON")
    monkeypatch.setenv("CONGVAN_JOBS", "many")
    assert load_log_settings() == LogSettings(log_format="json", log_level="warning")
