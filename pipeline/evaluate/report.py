"""An evaluation as JSON, everything that was counted in it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pipeline.evaluate.content_score import content_json
from pipeline.evaluate.score import Evaluation, FieldScore


def to_json(evaluation: Evaluation) -> str:
    """One line of JSON: files, letters, fields, text, calibration, content and every miss."""
    return json.dumps(_content(evaluation), ensure_ascii=False, default=_plain)


def _content(evaluation: Evaluation) -> dict[str, Any]:
    content = asdict(evaluation)
    content["fields"] = [_field(score) for score in evaluation.fields]
    content["text"] |= {"cer": evaluation.text.cer, "wer": evaluation.text.wer}
    content["content"] = content_json(evaluation.content) if evaluation.content else None
    return content


def _field(score: FieldScore) -> dict[str, Any]:
    return asdict(score) | {"n": score.n, "share": score.share, "interval": score.interval}


def _plain(value: Any) -> Any:  # noqa: ANN401
    """Models as their JSON content, anything else (dates) as text."""
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)
