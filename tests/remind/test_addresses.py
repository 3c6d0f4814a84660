"""Whose mail goes where, and which settings make no sense."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from models.errors import SettingInvalid
from pipeline.remind.addresses import AddressBook, addresses_in
from pipeline.remind.digest import BodyDigest
from pipeline.remind.mail_route import route_of
from pipeline.settings import MailSettings
from pipeline.track.task_rows import Duty
from tests.remind.digests import body

SERVER = "smtp://localhost"


def book(tmp_path: Path, *lines: str) -> AddressBook:
    path = tmp_path / "bodies.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return AddressBook.read(path)


def mail_of(found: AddressBook, of: BodyDigest) -> list[str]:
    return [address.addr_spec for address in found.of(of)]


@pytest.mark.parametrize(
    "written",
    ["so-y-te/quang-ninh", "Sở Y tế tỉnh Quảng Ninh", "Sở Y tế", "SỞ Y TẾ", "Sơ Y tê"],
)
def test_a_body_is_found_by_key_full_name_or_printed_name(tmp_path: Path, written: str) -> None:
    known = book(tmp_path, f'"{written}" = "syt@quangninh.vn"')
    assert mail_of(known, body("Sở Y tế")) == ["syt@quangninh.vn"]
    assert mail_of(known, body("Sở Nội vụ", key="so-noi-vu/quang-ninh")) == []
    assert mail_of(known, body(key=None)) == []


def test_a_key_means_its_own_province_only(tmp_path: Path) -> None:
    known = book(tmp_path, '"so-y-te/ha-nam" = "syt@hanam.vn"')
    assert mail_of(known, body("Sở Y tế")) == []


def test_a_body_may_have_several_addresses(tmp_path: Path) -> None:
    known = book(tmp_path, '"Sở Y tế" = ["a@x.vn", "Văn thư <b@x.vn>", "a@x.vn"]')
    assert mail_of(known, body("Sở Y tế")) == ["a@x.vn", "b@x.vn"]


@pytest.mark.parametrize(("certain", "expected"), [(True, ["hp@x.vn"]), (False, [])])
def test_mail_of_a_body_that_ended_goes_to_its_sure_successor(
    tmp_path: Path, certain: bool, expected: list[str]
) -> None:
    known = book(tmp_path, '"uy-ban-nhan-dan-tinh/hai-phong" = "hp@x.vn"')
    old = "Ủy ban nhân dân tỉnh Hải Dương"
    new = "Ủy ban nhân dân thành phố Hải Phòng"
    duty = Duty(name=new, instead_of=old, since=dt.date(2025, 7, 1), certain=certain)
    ended = body(old, key="uy-ban-nhan-dan-tinh/hai-duong", now=(duty,))
    assert mail_of(known, ended) == expected


@pytest.mark.parametrize(
    "line",
    ['"Sở Y tế" = "syt"', '"Sở Y tế" = 5', '"Sở Y tế" = []', '["Sở Y tế"]\na = "a@x.vn"', "x = ="],
)
def test_a_book_that_makes_no_sense_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(SettingInvalid, match="CONGVAN_MAIL_BODIES"):
        book(tmp_path, line)


def test_a_book_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bodies.toml"
    with pytest.raises(SettingInvalid, match="CONGVAN_MAIL_BODIES"):
        AddressBook.read(path)
    path.write_bytes("Sở".encode("utf-16"))
    with pytest.raises(SettingInvalid, match="CONGVAN_MAIL_BODIES"):
        AddressBook.read(path)


def test_addresses_are_read_as_in_a_header() -> None:
    found = addresses_in('"Sở, Y tế" <a@x.vn>, b@x.vn', "X")
    assert [(each.display_name, each.addr_spec) for each in found] == [
        ("Sở, Y tế", "a@x.vn"),
        ("", "b@x.vn"),
    ]


@pytest.mark.parametrize("text", ["", "a", "a@", "@x.vn", "a@x.vn b@x.vn", "a@x.vn; b@x.vn"])
def test_what_is_no_address_is_named_with_its_setting(text: str) -> None:
    with pytest.raises(SettingInvalid, match="CONGVAN_MAIL_TO"):
        addresses_in(text, "CONGVAN_MAIL_TO")


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (MailSettings(smtp_url=SERVER, mail_to="a@x.vn"), "CONGVAN_MAIL_FROM"),
        (MailSettings(smtp_url=SERVER, mail_from="a@x.vn"), "CONGVAN_MAIL_TO"),
        (MailSettings(mail_from="a@x.vn", mail_to="a@x.vn"), "CONGVAN_SMTP_URL"),
        (MailSettings(smtp_url=SERVER, mail_from="a", mail_to="a@x.vn"), "CONGVAN_MAIL_FROM"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(settings: MailSettings, named: str) -> None:
    with pytest.raises(SettingInvalid, match=named):
        route_of(settings)
