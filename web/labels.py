"""Codes of the register as words: English messages, which the catalogues translate."""

from __future__ import annotations

from typing import Final


def _(message: str) -> str:
    """Marks a message for the catalogues; translated where it is shown."""
    return message


LABELS: Final[dict[str, dict[str, str]]] = {
    "relation": {
        "legal_basis": _("rests on"),
        "implements": _("carries out"),
        "continues": _("continues"),
        "per": _("follows"),
        "promulgates": _("promulgates"),
        "attaches": _("forwards"),
        "replies_to": _("answers"),
        "follows_up": _("follows up"),
        "amends": _("amends"),
        "replaces": _("replaces"),
        "repeals": _("repeals"),
        "corrects": _("corrects"),
        "guides": _("guides"),
        "extends": _("extends"),
        "mentions": _("mentions"),
    },
    "standing": {
        "not_accepted": _("not accepted"),
        "on_time": _("in progress, in time"),
        "due_soon": _("due soon"),
        "overdue": _("overdue"),
        "reported_on_time": _("reported in time"),
        "reported_late": _("reported late"),
        "confirmed_on_time": _("confirmed, in time"),
        "confirmed_late": _("confirmed, late"),
        "paused": _("paused"),
        "withdrawn": _("withdrawn"),
        "no_deadline": _("no deadline"),
    },
    "event": {
        "accept": _("accept"),
        "report": _("report completion"),
        "confirm": _("confirm completion"),
        "return": _("return as not done"),
        "extend": _("extend the deadline"),
        "pause": _("pause"),
        "resume": _("resume"),
        "withdraw": _("withdraw"),
        "reassign": _("assign to another body"),
    },
    "intake": {
        "received": _("received"),
        "reading": _("being read"),
        "stored": _("read, being linked"),
        "linked": _("in the register"),
        "partly_read": _("partly read"),
        "duplicate": _("was here before"),
        "failed": _("failed"),
    },
    "role": {
        "reader": _("reader"),
        "archivist": _("archivist"),
        "policy": _("policy officer"),
        "compliance": _("compliance officer"),
        "admin": _("administrator"),
    },
    "right": {
        "read": _("search and read"),
        "upload": _("upload letters"),
        "review": _("review and correct"),
        "decide": _("merge and split documents"),
        "track": _("track tasks"),
        "administer": _("administer accounts"),
    },
    "secrecy": {
        "0": _("not secret"),
        "1": _("secret (Mật)"),
        "2": _("top secret (Tối mật)"),
        "3": _("utmost secret (Tuyệt mật)"),
    },
    "field": {
        "system": _("system"),
        "type": _("type"),
        "number": _("number"),
        "date": _("date"),
        "place": _("place"),
        "issuer": _("issuer"),
        "parent_issuer": _("superior body"),
        "acting_body": _("acting body"),
        "subject": _("subject"),
        "addressees": _("addressees"),
        "recipients": _("recipients"),
        "signer": _("signer"),
        "urgency": _("urgency"),
        "secrecy": _("secrecy"),
        "digital_signature": _("digital signature"),
    },
    "comparator": {
        "=": "=",
        ">": ">",
        ">=": "≥",
        "<": "<",
        "<=": "≤",
        "~": "≈",
        "increase": _("increase by"),
        "decrease": _("decrease by"),
    },
    "system": {
        "state": _("state"),
        "party": _("Party"),
        "front": _("Fatherland Front"),
        "association": _("association"),
        "unknown": _("unknown"),
    },
    "target": {
        "target": _("target"),
        "result": _("result"),
        "background": _("figure"),
    },
    "verdict": {
        "open": _("to be looked at"),
        "confirmed": _("a copy"),
        "refused": _("no copy"),
    },
    "resemblance": {
        "same_pages": _("same pages"),
        "same_identity": _("same number, date and issuer"),
    },
}
"""By the kind of the code."""
