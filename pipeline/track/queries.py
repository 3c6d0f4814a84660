"""What can be asked about tasks and targets: one door to the lists, counts and the clock."""

from pipeline.track.advance import advance, is_behind
from pipeline.track.target_list import ProgressEntry, TargetFilter, TargetRow, targets
from pipeline.track.task_filter import TaskFilter
from pipeline.track.task_list import counts, tasks
from pipeline.track.task_rows import Cursor, Duty, TaskRow

__all__ = [
    "Cursor",
    "Duty",
    "ProgressEntry",
    "TargetFilter",
    "TargetRow",
    "TaskFilter",
    "TaskRow",
    "advance",
    "counts",
    "is_behind",
    "targets",
    "tasks",
]
