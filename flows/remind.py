"""The flow that reminds of what is overdue and due soon, for a schedule: once a day, or more often.

Mail that went out is not sent again on that day, so it can be tried again as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State

from flows.markdown import table
from flows.recorded import until_recorded
from models.errors import MailFailed
from pipeline.moments import day_in_vietnam
from pipeline.remind.mailing import Delivery
from pipeline.remind.reminding import Asked, Reminded
from pipeline.remind.reminding import remind as remind_once
from pipeline.remind.wording import render_text
from pipeline.settings import load_mail_settings, load_store_settings
from pipeline.store.store import open_store
from pipeline.store.work import PASSING
from pipeline.track.catching_up import catch_up
from pipeline.track.standing import SOON_DAYS

PAUSES = [60.0, 600.0]
"""Seconds before another attempt, on average; up to half as much again."""
FAULTS_THAT_PASS = (MailFailed, *PASSING)


def can_pass(_task: object, _run: object, state: State[Any]) -> bool:
    """Whether another attempt may succeed: a mail server or a database that is away."""
    return isinstance(state.result(raise_on_failure=False), FAULTS_THAT_PASS)


# Without tags: for each tag Prefect asks its server before every task.
@task(
    name="digest",
    task_run_name="{day}",
    cache_policy=NO_CACHE,
    retries=len(PAUSES),
    retry_delay_seconds=PAUSES,
    retry_jitter_factor=0.5,
    retry_condition_fn=can_pass,
)
def digest(day: dt.date, soon: int, send: bool, label: str) -> Reminded:
    """Write the digest of a day, mail it, and show it. Raises :class:`MailFailed`."""
    settings, mail = load_store_settings(), load_mail_settings()
    wanted = mail if send and mail.smtp_url is not None else None
    with open_store(settings) as store:
        catch_up(store, day)
        done = remind_once(store, settings.home, Asked(today=day, soon_days=soon), wanted)
    create_markdown_artifact(_markdown(done), key="congvan-remind", description=label)
    if done.failure is not None:
        raise done.failure
    return done


@flow(name="congvan-remind", flow_run_name="{label}", persist_result=False)
def remind(label: str = "congvan remind", soon: int = SOON_DAYS, send: bool = True) -> Reminded:
    """Today's digest as a file, and by mail where that is set up and ``send`` is true.

    ``label`` is what people call this run, ``soon`` how many days one looks ahead. Raises
    :class:`MailFailed` where some mail did not reach somebody, :class:`StoreError` and
    :class:`SettingInvalid`.
    """
    try:
        return digest(day_in_vietnam(), soon, send, label)
    finally:
        until_recorded(1)


def _markdown(done: Reminded) -> str:
    mails = table(("thư · mail", "đã gửi · sent", "chưa gửi · not sent"), _rows(done.deliveries))
    return f"{render_text(done.digest)}\n{mails}"


def _rows(deliveries: tuple[Delivery, ...]) -> Iterator[tuple[str, str, str]]:
    for each in deliveries:
        sent = ", ".join((*each.sent, *each.sent_before))
        failed = "; ".join(f"{address}: {why}" for address, why in each.failed.items())
        yield each.body or "tất cả · everything", sent, failed
