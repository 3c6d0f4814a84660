"""`congvan`: the door to the commands, and the place where every error becomes one line."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from typing import Annotated

import typer

from cli.account import account
from cli.add import add
from cli.backup import backup
from cli.bodies import bodies
from cli.check import check
from cli.console import complain, say_error
from cli.decide import correct, merge, split, undo
from cli.duplicates import duplicates
from cli.eval import evaluate
from cli.export import export
from cli.health import health
from cli.hubs import hubs
from cli.import_ import import_
from cli.ingest import ingest
from cli.intake import intake
from cli.letters import letters
from cli.lineage import lineage
from cli.mark import mark
from cli.metrics import metrics
from cli.read import read
from cli.relink import relink
from cli.remind import remind
from cli.report_progress import progress
from cli.reread import reread
from cli.restore import restore
from cli.serve import serve
from cli.show import show
from cli.targets import targets
from cli.tasks import tasks
from cli.version import version
from cli.watch import watch
from cli.work import work
from models.errors import CongvanError, DocumentAmbiguous, in_one_line
from pipeline.logs import log_event, set_up
from pipeline.settings import LogSettings, load_log_settings

app = typer.Typer(
    name="congvan",
    help="Đọc văn bản hành chính đã quét · reads scanned Vietnamese official letters.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("read")(read)
app.command("add")(add)
app.command("ingest")(ingest)
app.command("watch")(watch)
app.command("work")(work)
app.command("intake")(intake)
app.command("reread")(reread)
app.command("relink")(relink)
app.command("letters")(letters)
app.command("show")(show)
app.command("lineage")(lineage)
app.command("hubs")(hubs)
app.command("tasks")(tasks)
app.command("mark")(mark)
app.command("remind")(remind)
app.command("targets")(targets)
app.command("progress")(progress)
app.command("correct")(correct)
app.command("merge")(merge)
app.command("split")(split)
app.command("undo")(undo)
app.command("duplicates")(duplicates)
app.command("bodies")(bodies)
app.command("export")(export)
app.command("import")(import_)
app.command("check")(check)
app.command("health")(health)
app.command("metrics")(metrics)
app.command("backup")(backup)
app.command("restore")(restore)
app.command("eval")(evaluate)
app.command("serve")(serve)
app.command("account")(account)
app.command("version")(version)


@app.callback()
def _common(
    debug: Annotated[
        bool, typer.Option("--debug", help="Hiện chi tiết khi có sự cố · show details of a crash.")
    ] = False,
) -> None:
    if debug:
        os.environ["CONGVAN_DEBUG"] = "1"
    asked = load_log_settings()
    if is_debugging():
        logging.basicConfig(stream=sys.stderr)
        asked = replace(asked or LogSettings(), log_level="debug", debug=True)
    if asked is not None:
        set_up(asked)


def is_debugging() -> bool:
    """True when tracebacks and the log are wanted: ``--debug``, or ``CONGVAN_DEBUG`` is set."""
    return os.environ.get("CONGVAN_DEBUG", "") not in ("", "0")


def run() -> None:
    """Run the command that was typed. Whatever happens, the user sees one line and no traceback."""
    try:
        app()
    except CongvanError as error:
        log_event("ended", level=logging.ERROR, code=error.code, exit_code=error.exit_code)
        say_error(error)
        if isinstance(error, DocumentAmbiguous):
            print("\n".join(error.documents))
        sys.exit(error.exit_code)
    except Exception as error:
        log_event("crashed", level=logging.CRITICAL, kind=type(error).__name__, trace=True)
        if is_debugging():
            raise
        complain(
            f"chương trình gặp sự cố ({in_one_line(error)}); hãy chạy lại với `congvan --debug …` "
            "và gửi kết quả cho người quản trị",
            "the program crashed; run it again with `congvan --debug …` "
            "and send the result to the administrator",
        )
        sys.exit(1)
