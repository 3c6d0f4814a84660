"""The lineage explorer: its pages without scripts, and its part of the API."""

from __future__ import annotations

import html
import json
import re
from io import BytesIO
from urllib.parse import unquote_plus

import networkx
import pytest

from pipeline.store.store import Store
from tests.store.registers import a_citation, a_letter, put
from tests.web.conftest import LogIn
from tests.web.registers import SECRET

V1 = "/api/v1"
START = "258/CT-UBND@uy-ban-nhan-dan-tinh-bac-kan/2022-07-22"
CITED = "4127/BTNMT-TCMT"


@pytest.fixture
def directive(register: Store) -> str:
    """The address of a directive that two provinces carry out, one of them twice."""
    with register.writing() as session:
        law = a_citation("15/2020/NĐ-CP", "2020-02-03", "Chính phủ", relation="legal_basis")
        put(session, "ct", a_letter("31-CT/TW", "2021-03-19", "Bộ Chính trị", law))
        said = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
        for province in ("Sơn La", "Lai Châu"):
            issuer = f"Ủy ban nhân dân tỉnh {province}"
            (row,) = put(session, province, a_letter("77/KH-UBND", "2022-05-06", issuer, said))
            row.province = province
        plan = a_citation("77/KH-UBND", "2022-05-06", issuer, relation="per")
        put(session, "syt", a_letter("9/SYT-NVY", "2023-06-07", f"Sở Y tế tỉnh {province}", plan))
    return "31-CT/TW@trung-uong-dang/2021-03-19"


def numbers(found: dict[str, list[dict[str, str]]]) -> set[str]:
    return {each["number"] for each in found["nodes"]}


def test_one_begins_with_a_number_or_with_a_hub(log_in: LogIn, directive: str) -> None:
    client = log_in("reader")
    assert f'href="/lineage/{directive}?direction=down"' in client.get("/lineage").text
    begun = client.get("/lineage?number=31-CT/TW&direction=down&depth=3")
    assert begun.status_code == 303
    assert begun.headers["location"] == f"/lineage/{directive}?direction=down&depth=3"
    assert client.get("/lineage?number=1/KHÔNG-CÓ").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/lineage?number=77/KH-UBND&direction=down&depth=3",
        f"/lineage-way?from=77/KH-UBND&to={CITED}",
        f"/lineage-way?from={CITED}&to=77/KH-UBND",
        "/lineage/77/KH-UBND?direction=up",
        "/lineage-by-province/77/KH-UBND",
    ],
)
def test_where_several_documents_have_a_number_each_leads_on_to_what_was_asked(
    log_in: LogIn, directive: str, address: str
) -> None:
    client = log_in("reader")
    several = client.get(address)
    assert several.status_code == 409
    ways = re.findall(r'<li><a href="([^"]*)">(77/KH-UBND@[^<]*)</a>', several.text)
    assert [key.split("@")[1] for _, key in ways] == [
        f"uy-ban-nhan-dan-tinh-{place}/2022-05-06" for place in ("lai-chau", "son-la")
    ]
    for way, key in ways:
        led = several.url.join(html.unescape(way))
        assert unquote_plus(str(led)).endswith(address.replace("77/KH-UBND", key))
        assert client.get(str(led)).status_code in (200, 303)
    assert f'href="/d/{key}"' in client.get("/d/77/KH-UBND").text


def test_without_scripts_the_page_lists_the_documents_in_layers(
    log_in: LogIn, directive: str
) -> None:
    client = log_in("reader")
    page = client.get(f"/lineage/{directive}").text
    places = [page.index(words) for words in ("lên 1 bước", "chính văn bản này", "xuống 2 bước")]
    assert places == sorted(places)
    by_year = client.get(f"/lineage/{directive}?by=year&date_from=2022-01-01").text
    assert ">2023 (1)<" in by_year
    assert ">2020 (1)<" not in by_year
    assert client.get(f"/lineage/{directive}?depth=0").status_code == 422


def test_a_day_that_is_none_is_answered_with_how_days_are_typed(
    log_in: LogIn, directive: str
) -> None:
    client = log_in("reader")
    for address in (f"/lineage/{directive}", "/letters"):
        refused = client.get(f"{address}?date_from=abc")
        assert refused.status_code == 422
        assert "ngày như 31/12/2025" in refused.text
        assert "--help" not in refused.text


def test_a_row_tells_how_many_citations_it_does_not_show(
    log_in: LogIn, directive: str, register: Store
) -> None:
    with register.writing() as session:
        cited = [a_citation(f"{n}/KH-BYT", "2022-03-01", "Bộ Y tế") for n in range(1, 9)]
        put(session, "ttr", a_letter("5/TTr-BYT", "2022-05-06", "Bộ Y tế", *cited))
    page = log_in("reader").get("/lineage/5/TTr-BYT@bo-y-te/2022-05-06").text
    assert page.count("<tr data-key=") == 9
    assert re.search(r"/KH-BYT … \+2</td>", page)


def test_the_page_lists_the_nearest_and_brings_the_graph_of_all(
    log_in: LogIn, directive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.lineage_view.MOST_LISTED", 3)
    client = log_in("reader")
    page = client.get(f"/lineage/{directive}").text
    assert page.count("<tr data-key=") == 3
    assert "lên 1 bước<" in page
    assert "xuống 2 bước<" not in page
    assert 'id="list-rest"><a href="?whole=true"' in page
    whole = client.get(f"/lineage/{directive}?whole=true").text
    assert whole.count("<tr data-key=") == 5
    assert 'id="list-rest"' not in whole


def test_the_graph_of_the_page_is_what_the_api_tells(log_in: LogIn, directive: str) -> None:
    client = log_in("reader")
    query = "direction=down&depth=2&as_of=2023-01-01&relations=per&relations=implements"
    page = client.get(f"/lineage/{directive}?{query}").text
    found = re.search(r'<script type="application/json" id="told">(.*?)</script>', page)
    assert found is not None
    told = json.loads(found[1])
    api = client.get(f"{V1}/lineage/{directive}?{told['asked']}").json()
    names = told["nodes"][0].keys()
    assert told["nodes"] == [{name: node[name] for name in names} for node in api["nodes"]]
    links = [
        (told["nodes"][source]["key"], told["nodes"][target]["key"], *rest)
        for source, target, *rest in told["links"]
    ]
    parts = ("source", "target", "relation", "direct", "mentions", "time_travel")
    assert links == [tuple(link[part] for part in parts) for link in api["links"]]
    assert told["is_cut"] == api["is_cut"]


def test_the_api_tells_the_graph(log_in: LogIn, directive: str) -> None:
    client = log_in("reader")
    found = client.get(f"{V1}/lineage/31-CT/TW").json()
    assert found["start"] == directive
    assert {each["number"]: each["depth"] for each in found["nodes"]} == {
        "15/2020/NĐ-CP": -1,
        "31-CT/TW": 0,
        "77/KH-UBND": 1,
        "9/SYT-NVY": 2,
    }
    assert len(found["links"]) == 4
    keys = {each["key"] for each in found["nodes"]}
    assert all({each["source"], each["target"]} <= keys for each in found["links"])
    assert not found["is_cut"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("direction=up", {"31-CT/TW", "15/2020/NĐ-CP"}),
        ("direction=down&depth=1", {"31-CT/TW", "77/KH-UBND"}),
        ("relations=per", {"31-CT/TW", "77/KH-UBND", "9/SYT-NVY"}),
        ("relations=legal_basis", {"31-CT/TW", "15/2020/NĐ-CP"}),
        ("date_to=2022-12-31", {"31-CT/TW", "15/2020/NĐ-CP", "77/KH-UBND"}),
        ("direction=down&as_of=2022-12-31", {"31-CT/TW", "77/KH-UBND"}),
    ],
)
def test_a_lineage_is_filtered(
    log_in: LogIn, directive: str, query: str, expected: set[str]
) -> None:
    assert numbers(log_in("reader").get(f"{V1}/lineage/{directive}?{query}").json()) == expected


def test_what_cannot_be_understood_is_a_problem(log_in: LogIn, directive: str) -> None:
    client = log_in("reader")
    for query in ("relations=x", "direction=sideways", "depth=99", "as_of=gestern"):
        assert client.get(f"{V1}/lineage/{directive}?{query}").status_code == 422, query


def test_the_way_between_two_documents(log_in: LogIn, directive: str) -> None:
    client = log_in("reader")
    way = client.get(f"{V1}/paths?from=9/SYT-NVY&to=15/2020/NĐ-CP").json()
    assert [each["relation"] for each in way["links"]] == ["per", "implements", "legal_basis"]
    assert client.get(f"{V1}/paths?from=31-CT/TW&to={CITED}").json()["links"] == []
    none = client.get(f"/lineage-way?from=31-CT/TW&to={CITED}")
    assert "Không có viện dẫn nào nối" in none.text


def test_an_issuer_of_no_own_place_is_shown_with_its_province(
    log_in: LogIn, register: Store
) -> None:
    with register.writing() as session:
        said = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
        put(session, "ct", a_letter("31-CT/TW", "2021-03-19", "Bộ Chính trị"))
        for number, (issuer, place) in enumerate(
            (
                ("Sở Tài chính", "Hà Nam"),
                ("Sở Tài chính", "Bắc Kạn"),
                ("Sở Tài chính tỉnh Sơn La", "Sơn La"),
                ("Sở Thuế vụ", "Huế"),
            )
        ):
            letter = a_letter("4/STC-NS", f"2022-05-0{number + 1}", issuer, said, place=place)
            put(session, place, letter)
    client = log_in("reader")
    directive = "31-CT/TW@trung-uong-dang/2021-03-19"
    found = client.get(f"{V1}/lineage/{directive}").json()["nodes"]
    places = {each["date"]: each["place"] for each in found if each["number"] == "4/STC-NS"}
    assert list(map(places.get, sorted(places))) == ["Hà Nam", "Bắc Kạn", None, "Huế"]
    page = client.get(f"/lineage/{directive}").text
    for words in ("Sở Tài chính (Hà Nam),", "Sở Tài chính (Bắc Kạn),", "Sở Tài chính tỉnh Sơn La,"):
        assert words in page
    key = next(each["key"] for each in found if each["date"] == "2022-05-01")
    assert "Sở Tài chính (Hà Nam)," in client.get(f"/lineage-way?from={CITED}&to={key}").text


def test_a_way_tells_the_words_with_their_places(log_in: LogIn) -> None:
    client = log_in("reader")
    page = client.get(f"/lineage-way?from={START}&to={CITED}").text
    (said,) = client.get(f"{V1}/mentions?source={START}&target={CITED}").json()["items"]
    mark = f"l{said['copy_number']}-citation-{said['citation']}"
    assert f"/d/{START}#{mark}" in page
    assert CITED in said["text"]
    document = client.get(f"/d/{START}").text
    assert f'id="{mark}"' in document
    assert said["text"] in document


def test_what_came_of_a_directive_by_province(log_in: LogIn, directive: str) -> None:
    client = log_in("reader")
    found = client.get(f"{V1}/lineage/{directive}/by-province").json()
    shares = {each["province"]: each["present"] for each in found["shares"]}
    assert shares == {"Lai Châu": 2, "Sơn La": 1}
    assert "Quảng Ninh" in found["silent"]
    page = client.get(f"/lineage-by-province/{directive}").text
    assert '<meter min="0" max="2" value="1"' in page
    assert client.get("/lineage-by-province/1/KHÔNG-CÓ").status_code == 404


def test_a_province_that_was_merged_is_shown_with_the_one_that_took_it_over(
    log_in: LogIn, directive: str, register: Store
) -> None:
    with register.writing() as session:
        said = a_citation("31-CT/TW", "2021-03-19", "Bộ Chính trị")
        issuer = "Ủy ban nhân dân tỉnh Bắc Kạn"
        (row,) = put(session, "bk", a_letter("77/KH-UBND", "2022-05-06", issuer, said))
        row.province = "Bắc Kạn"
    page = log_in("reader").get(f"/lineage-by-province/{directive}").text
    assert page.count("Thái Nguyên") == 1
    assert re.search(r'Bắc Kạn <span class="hint">nay: Thái Nguyên</span>', page)


def test_hubs_come_with_their_counts(log_in: LogIn, directive: str) -> None:
    items = log_in("reader").get(f"{V1}/hubs?limit=3").json()["items"]
    counts = [each["cited_by"] for each in items]
    assert len(items) == 3
    assert counts == sorted(counts, reverse=True)


def test_a_lineage_is_a_file_in_every_format(log_in: LogIn, directive: str) -> None:
    client = log_in("reader")
    address = f"{V1}/exports/lineage/{directive}?direction=down&format="
    graph = networkx.read_graphml(BytesIO(client.get(address + "graphml").content))
    assert len(graph.nodes) == 4
    assert len(json.loads(client.get(address + "json").content)["links"]) == 3
    assert client.get(address + "dot").text.startswith("digraph")
    svg = client.get(address + "svg")
    assert svg.headers["content-type"] == "image/svg+xml"
    assert "attachment" in svg.headers["content-disposition"]
    assert "<svg" in svg.text
    assert client.get(address + "xlsx").status_code == 422


def test_files_and_the_whole_list_have_all_the_relations_that_are_asked_for(
    log_in: LogIn, directive: str
) -> None:
    page = log_in("reader").get(f"/lineage/{directive}?relations=implements&relations=per").text
    (address,) = re.findall(r'href="([^"]*format=graphml)"', page)
    assert "relations=implements&amp;relations=per" in address


def test_a_document_whose_address_has_a_question_mark_leads_to_its_lineage(log_in: LogIn) -> None:
    client = log_in("reader")
    document = client.get("/d/71/KH-UBND").text
    (address,) = re.findall(r'href="(/lineage/[^"]*direction=down)"', document)
    assert "%3F" in address
    graph = client.get(address).text
    assert '<option value="down" selected>' in graph
    (provinces,) = re.findall(r'href="(/lineage-by-province/[^"]*)"', graph)
    assert client.get(provinces).status_code == 200
    assert "%3F" in provinces


def test_what_was_known_on_a_day_is_drawn_and_a_file(log_in: LogIn, directive: str) -> None:
    client = log_in("reader")
    query = f"{directive}?direction=down&as_of=2022-12-31"
    page = client.get(f"/lineage/{query}").text
    told = json.loads(re.findall(r'id="told">(.*?)</script>', page)[0])
    assert [each[4] for each in told["links"]] == [1, 1]
    content = client.get(f"{V1}/exports/lineage/{query}&format=graphml").content
    assert len(networkx.read_graphml(BytesIO(content)).edges) == 2


def test_a_secret_letter_is_in_nobody_elses_lineage(log_in: LogIn) -> None:
    reader, cleared = log_in("reader"), log_in("cleared")
    assert reader.get(f"/lineage/{SECRET}").status_code == 404
    assert reader.get(f"{V1}/lineage/{SECRET}/by-province").status_code == 404
    assert reader.get(f"{V1}/paths?from={START}&to={SECRET}").status_code == 404
    found = cleared.get(f"{V1}/lineage/{SECRET}?direction=up&depth=1").json()
    links = [each for each in found["links"] if each["source"] == found["start"]]
    assert links
    for link in links:
        query = f"source={SECRET}&target={link['target']}"
        assert reader.get(f"{V1}/mentions?{query}").status_code == 404
        around = reader.get(f"{V1}/lineage/{link['target']}")
        assert around.status_code == 404 or SECRET not in around.text
