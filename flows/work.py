"""The flow beside the app: it works off whatever comes into the ledger, as long as it runs."""

from __future__ import annotations

from prefect import flow
from prefect.artifacts import create_markdown_artifact

from flows.batches import work_on
from flows.reread import reread_what_is_ordered
from flows.workplace import Workplace, workplace
from pipeline.review.ordered import next_order
from pipeline.stopping import stopping
from pipeline.watching.intake import Taken


@flow(name="congvan-work", flow_run_name="{label}", persist_result=False)
def work(label: str = "congvan work") -> int:
    """Work off what is open in the ledger, until told to stop; how many files were done.

    ``label`` is what people call this run. Each batch is a run of ``congvan-ingest`` of its own.
    """
    place = workplace()
    with stopping(place.end):
        whole = work_on(
            place,
            f"{label}: đợt · batch",
            on_trouble=lambda error: place.on_look(Taken(trouble=error)),
            errands=lambda: _reread(place, label),
        )
    create_markdown_artifact(whole.markdown(), key="congvan-work", description=label)
    return whole.files


def _reread(place: Workplace, label: str) -> None:
    """Read anew what people have ordered since the last look."""
    if not place.stop.is_set() and next_order(place.store) is not None:
        reread_what_is_ordered(label=f"{label}: đọc lại · reread")
