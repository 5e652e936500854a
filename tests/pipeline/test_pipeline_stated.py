"""A workspace with a form's question, a CRM's, and a tag manager's container, from the files to the report's words."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import tiny
from tiny import OCTOBER, REPORT, SEPTEMBER, event, month_of_events, ndjson, noon

from reportgen import pipeline, wording
from reportgen.model.document import Paragraph, Subheading, Table
from reportgen.model.tracking import TrackState
from reportgen.pipeline import Analysed, Request, Workspace

pytestmark = pytest.mark.slow

ASKED = """\
stated:
  rules: [contact, deal]
  heard: [how_heard, stated]
  quotes: false
tracking_plan: data/gtm/*.json
"""
DEALS = """won_on,client_id,value,deal,stated,convinced
2026-10-09,v3,1200,D-1,Friend of mine,Ask me at eve@firm.test
2026-10-20,v8,800,D-2,,
2026-10-21,,900,D-3,newsletter,
"""
ANSWERS = ("Google", "google.de", "Secret club", "")
TAGS = {"contact form": "generate_lead", "quote tool": "quote_tool"}


def container() -> str:
    """As the tag manager exports it; with a tag for events that never come."""
    tags = [
        {"name": name, "type": "gaawe", "parameter": [{"type": "TEMPLATE", "key": "eventName", "value": sent}], "firingTriggerId": ["1"]}
        for name, sent in TAGS.items()
    ]
    return json.dumps({"exportFormatVersion": 2, "containerVersion": {"container": {"name": "Site", "publicId": "GTM-1"}, "tag": tags}})


def asked() -> Iterator[tiny.Event]:
    """Contacts that say how they heard of the firm, by visitors who came in September; and chats that no tag sends."""
    for number, answer in enumerate(ANSWERS):
        start = noon(OCTOBER + timedelta(days=number))
        params = {"how_heard": answer} if answer else {}
        yield event(start + timedelta(hours=5), f"v{number}", number + 1, "generate_lead", page="/contact", **params)
        yield event(start + timedelta(hours=6), f"v{number}", number + 1, "chat_open")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stated")
    web = ndjson([one for one in month_of_events(OCTOBER) if one["event_name"] != "generate_lead"]) + ndjson(asked())
    september = ndjson(one for one in month_of_events(SEPTEMBER) if one["event_name"] != "generate_lead")
    tiny.workspace(folder, report=REPORT + ASKED, web=web, september=september, crm=DEALS)
    return tiny.write(folder, {"data/gtm/site.json": container()})


@pytest.fixture(scope="module")
def made(folder: Path) -> Analysed:
    return pipeline.analysed(Workspace(folder), Request(month="2026-10"), lambda _text: None)


def test_answers_of_a_form_and_of_a_crm_stand_beside_the_first_channel(made: Analysed) -> None:  # checklist 000-21
    contact, deal = made.findings.stated
    assert (contact.rule, contact.channels, contact.total.n) == ("contact", ("Organic Search",), 4)
    assert {row.heard: (row.n, row.by_channel) for row in contact.rows} == {"search": (2, (2,)), "(other)": (1, (1,)), "": (1, (1,))}
    assert (contact.agreement.rate.n, contact.agreement.rate.of) == (2, 2)
    assert [(row.heard, row.n, row.unmatched) for row in deal.rows] == [("newsletter", 1, 1), ("recommendation", 1, 0), ("", 1, 0)]
    assert (deal.unnamed, [(one.reason, one.n) for one in deal.reasons]) == (1, [("(other)", 1)])
    totals = {rule.key: rule.converted.conversions for rule in made.findings.macros}
    assert {one.rule: one.total.recent for one in made.findings.stated} == totals


def test_nobodys_words_are_kept_or_told(folder: Path, made: Analysed) -> None:
    kept = b"".join(content for name, content in tiny.tree(folder).items() if name.startswith(".reportgen/"))
    document = wording.document(made.findings, made.settings)
    for words in ("Secret club", "Friend of mine", "firm.test"):
        assert words.encode() not in kept
        assert words not in str(made.findings)
        assert words not in str(document)


def test_the_container_beside_the_data(made: Analysed) -> None:  # checklist 004-23
    found = made.findings.tracking
    assert found is not None
    assert {one.name: (one.state, one.rows) for one in found.events} == {
        "quote_tool": (TrackState.NEVER_SEEN, 0),
        "chat_open": (TrackState.UNDEFINED, 4),
        "generate_lead": (TrackState.USED, 4),
    }
    assert (found.automatic, found.rules, found.since) == (2, {}, SEPTEMBER)


def test_both_are_told_in_their_sections(made: Analysed) -> None:
    sections = {section.id: section.blocks for section in wording.document(made.findings, made.settings).sections}
    assert {"stated-matrix-contact", "stated-matrix-deal"} <= {block.id for block in sections["bridge"] if isinstance(block, Table)}
    headings = [block.text for block in sections["quality"] if isinstance(block, Subheading)]
    assert "1 of 2 events of the tracking plan are in the data" in headings
    assert any("Site (GTM-1, data/gtm/site.json)" in block.text for block in sections["quality"] if isinstance(block, Paragraph))


def test_check_says_what_the_container_lacks(folder: Path) -> None:
    ran = tiny.run("check", within=folder)
    assert ran.code == 0, ran.err
    assert "· The container defines quote_tool, which has not come since the data begin on Sep 1, 2026." in ran.out
    assert "· chat_open is in the data, and no tag of the container defines it." in ran.out


def test_a_broken_container_stops_before_any_export_is_read(tmp_path: Path) -> None:
    tiny.write(tiny.workspace(tmp_path, report=REPORT + "tracking_plan: data/gtm.json\n"), {"data/gtm.json": '{"tag": [\n'})
    before = tiny.tree(tmp_path)
    ran = tiny.run("build", within=tmp_path)
    assert (ran.code, ran.out) == (4, "")
    assert "data/gtm.json:2:1: this is not JSON" in ran.err
    assert tiny.tree(tmp_path) == before
    (tmp_path / "data" / "gtm.json").unlink()
    ran = tiny.run("build", within=tmp_path)
    assert ran.code == 4
    assert "config/report.yaml:11:1: tracking_plan: nothing matches 'data/gtm.json'" in ran.err
