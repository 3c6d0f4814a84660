"""`congvan remind`: what is overdue and due soon, by body, as a file and by mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.days import day_or_none
from models.errors import SettingInvalid
from pipeline.moments import day_in_vietnam
from pipeline.settings import MailSettings, load_mail_settings, load_store_settings
from pipeline.track.catching_up import catch_up

if TYPE_CHECKING:
    from pipeline.remind.mailing import Delivery
    from pipeline.remind.reminding import Reminded

SOON_DAYS = 7
FARTHEST = 366


def remind(
    today: Annotated[
        str | None,
        typer.Option("--today", metavar="DATE", help="Nhắc việc của ngày · day (default: today)."),
    ] = None,
    soon: Annotated[
        int,
        typer.Option(
            "--soon",
            min=0,
            max=FARTHEST,
            metavar="DAYS",
            help="Sắp đến hạn trong bao nhiêu ngày · how far ahead.",
        ),
    ] = SOON_DAYS,
    send: Annotated[
        bool | None,
        typer.Option(
            "--send/--no-send",
            help="Gửi thư (mặc định: nếu đã cấu hình và là hôm nay) · "
            "mail it (default: if set up, and the day is today).",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="In JSON · print JSON.")] = False,
) -> None:
    """Nhắc việc quá hạn, sắp đến hạn · reminders of what is overdue or due soon."""
    from pipeline.remind.reminding import Asked
    from pipeline.remind.reminding import remind as reminded
    from pipeline.store.store import open_store

    now = day_in_vietnam()
    day = day_or_none(today) or now
    settings, mail = load_store_settings(), _mail(send, day == now)
    with open_store(settings) as store:
        catch_up(store, now)
        asked = Asked(today=day, soon_days=soon, as_of=day < now)
        done = reminded(store, settings.home, asked, mail)
    _show(done, as_json)
    if done.failure:
        raise done.failure


def _mail(send: bool | None, is_today: bool) -> MailSettings | None:
    """The settings to mail with, ``None`` for no mail; another day's is mailed only on demand."""
    settings = load_mail_settings()
    if send and settings.smtp_url is None:
        raise SettingInvalid("CONGVAN_SMTP_URL: cần cho --send · needed for --send")
    wanted = is_today if send is None else send
    return settings if wanted and settings.smtp_url is not None else None


def _show(done: Reminded, as_json: bool) -> None:
    if as_json:
        _print_json(done)
        return
    from pipeline.remind.wording import title_of

    print(title_of(done.digest))
    for file in done.files:
        print(f"{file}: đã ghi · written")
    for delivery in done.deliveries:
        for line in _mail_lines(delivery):
            print(line)


def _mail_lines(delivery: Delivery) -> Iterator[str]:
    what = delivery.body or "tất cả · everything"
    if delivery.sent:
        yield f"đã gửi · mailed: {what} → {', '.join(delivery.sent)}"
    if delivery.sent_before:
        yield f"đã gửi trước đó · mailed before: {what} → {', '.join(delivery.sent_before)}"
    for address, reason in delivery.failed.items():
        yield f"chưa gửi · not mailed: {what} → {address}: {reason}"


def _print_json(done: Reminded) -> None:
    import json

    from pipeline.remind.wording import as_json

    mails = [asdict(delivery) for delivery in done.deliveries]
    data = as_json(done.digest) | {"files": [str(file) for file in done.files], "mails": mails}
    print(json.dumps(data, ensure_ascii=False), flush=True)
