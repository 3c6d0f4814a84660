"""How good is a reading? Compared with gold, field by field.

``gold`` loads what a person wrote down, ``match`` finds which letter of the reading is meant,
``compare`` decides when two values are the same, ``judge`` gives one verdict for each field,
``score`` counts them. Nothing here reads a scan: the readings are given.

The content (citations, tasks, targets, anomalies) goes the same way: ``content_gold`` loads it,
``pairing`` finds which thing is meant, ``bodies`` and ``attributes`` decide when two are the same,
``content`` tallies a letter, ``content_score`` all of them.
"""

from pipeline.evaluate.content import ContentMiss, LetterContent, judge_content
from pipeline.evaluate.content_gold import GoldContent, load_content
from pipeline.evaluate.content_score import ContentEvaluation, ContentScore, evaluate_content
from pipeline.evaluate.gold import Gold, find_input, load_gold
from pipeline.evaluate.judge import Judgement, Verdict, judge
from pipeline.evaluate.score import Evaluation, FieldScore, evaluate
from pipeline.evaluate.tally import SCORES, Tally

__all__ = [
    "SCORES",
    "ContentEvaluation",
    "ContentMiss",
    "ContentScore",
    "Evaluation",
    "FieldScore",
    "Gold",
    "GoldContent",
    "Judgement",
    "LetterContent",
    "Tally",
    "Verdict",
    "evaluate",
    "evaluate_content",
    "find_input",
    "judge",
    "judge_content",
    "load_content",
    "load_gold",
]
