"""The lineage explorer: its page without and with scripts, its API, the look-up of citations."""

from __future__ import annotations

from tests.web.conftest import LogIn

V1 = "/api/v1"
START = "258/CT-UBND"
ADDRESS = "258/CT-UBND@uy-ban-nhan-dan-tinh-bac-kan/2022-07-22"


def test_pages_answer(log_in: LogIn) -> None:
    client = log_in("reader")
    for address in (
        "/lineage",
        f"/lineage/{ADDRESS}",
        f"/lineage/{ADDRESS}?by=year&direction=up&relations=implements",
        f"/lineage-by-province/{ADDRESS}",
        f"/lineage-way?from={ADDRESS}&to=4127/BTNMT-TCMT",
        "/lookup",
        f"{V1}/lineage/{ADDRESS}",
        f"{V1}/lineage/{ADDRESS}/by-province",
        f"{V1}/hubs",
        f"{V1}/paths?from={ADDRESS}&to=4127/BTNMT-TCMT",
        f"{V1}/mentions?source={ADDRESS}&target=4127/BTNMT-TCMT",
        f"{V1}/exports/lineage/{ADDRESS}?format=svg",
    ):
        found = client.get(address)
        assert found.status_code == 200, (address, found.text[:500])
