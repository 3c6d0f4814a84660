"""All flows but the intake, one after the other, in one process with a Prefect of its own.

``four_flows.py GOLD_FOLDER OUT``: what Prefect knows of them afterwards, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from contextlib import suppress
from typing import Any, Literal

from flows.embedded_server import start_server
from flows.prefect_settings import settle
from models.errors import MailFailed
from pipeline.settings import load_settings, load_store_settings

Listed = Literal["/flows/filter", "/flow_runs/filter", "/task_runs/filter", "/artifacts/filter"]


def main(gold: str, out: str) -> None:
    """Run them on the register of the environment."""
    settle(load_store_settings().home)
    start_server().result()
    from flows.evaluate import evaluate
    from flows.relink import relink
    from flows.remind import remind
    from flows.reread import reread
    from flows.workplace import Workplace, set_up

    with set_up(Workplace(load_settings())):
        reread(label="Đọc lại tháng 5")
    with set_up(Workplace(load_settings())):
        relink(label="Nối lại tháng 5")
    remind(label="Nhắc việc sáng thứ hai", soon=3)
    _remind_without_server()
    evaluate(folder=gold, out=out, label="Chấm bộ mẫu")
    print(json.dumps(_known(), ensure_ascii=False))


def _remind_without_server() -> None:
    """No mail goes out; the pauses between attempts are short."""
    import flows.remind

    nobody = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "vp@x.vn", "MAIL_TO": "a@x.vn"}
    os.environ.update({f"CONGVAN_{name}": value for name, value in nobody.items()})
    flows.remind.digest = flows.remind.digest.with_options(retry_delay_seconds=[0.1, 0.1])
    with suppress(MailFailed):
        flows.remind.remind(label="Nhắc việc không gửi được")


def _known() -> dict[str, object]:
    """Flow runs, task runs by flow run, and artifacts by key; all by their names."""
    from prefect.client.orchestration import get_client

    def listed(what: Listed) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = client.request("POST", what, json={}).json()
        return found

    with get_client(sync_client=True) as client:
        flows = {each["id"]: each["name"] for each in listed("/flows/filter")}
        runs = {each["id"]: each for each in listed("/flow_runs/filter")}
        tasks = defaultdict(list)
        for each in listed("/task_runs/filter"):
            told = (each["name"], each["state_name"], each["run_count"])
            tasks[runs[each["flow_run_id"]]["name"]].append(told)
        return {
            "runs": {x["name"]: (flows[x["flow_id"]], x["state_name"]) for x in runs.values()},
            "tasks": {run: sorted(own) for run, own in tasks.items()},
            "artifacts": {each["key"]: each["data"] for each in listed("/artifacts/filter")},
        }


if __name__ == "__main__":
    main(*sys.argv[1:])
