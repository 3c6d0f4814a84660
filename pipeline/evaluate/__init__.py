"""How good is a reading? Compared with gold, field by field.

``gold`` loads what a person wrote down, ``match`` finds which letter of the reading is meant,
``compare`` decides when two values are the same, ``judge`` gives one verdict for each field,
``score`` counts them. Nothing here reads a scan: the readings are given.
"""

from pipeline.evaluate.gold import Gold, find_input, load_gold
from pipeline.evaluate.judge import Judgement, Verdict, judge
from pipeline.evaluate.score import Evaluation, FieldScore, evaluate

__all__ = [
    "Evaluation",
    "FieldScore",
    "Gold",
    "Judgement",
    "Verdict",
    "evaluate",
    "find_input",
    "judge",
    "load_gold",
]
