"""What `demo.make` writes, and that the facts beside it are true."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from reportgen import demo, settings, shipped
from reportgen.demo.ga4 import WEB_STREAM
from reportgen.errors import OutputError, UsageError

Made = tuple[Path, demo.DemoFacts]
COUNTED = (
    "generate_lead",
    "file_download",
    "sign_up",
    "chat_message",
    "video_percent",
    "webinar_registration",
    "link_domain",
    "start_trial",
)
"""What stands in every line that can be a conversion; the rest, nearly all lines, need no parsing."""


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def read(folder: Path, facts: demo.DemoFacts) -> tuple[list[str], int]:
    """The whole lines of the month's NDJSON, and how many are cut off."""
    (name,) = (name for name in facts.files if name.endswith(".ndjson.gz"))
    lines = gzip.decompress((folder / name).read_bytes()).decode().splitlines()
    whole = [line for line in lines if line.endswith("}")]
    return whole, len(lines) - len(whole)


def param(row: dict, key: str) -> str | None:
    for one in row["event_params"]:
        if one["key"] == key:
            return next(iter(one["value"].values()))
    return None


@pytest.mark.slow
def test_same_seed_gives_the_same_bytes_and_another_seed_does_not(workspace: Made, tmp_path: Path) -> None:
    """Written anew into the same folder: a demo may be replaced by a demo."""
    folder, facts = workspace
    here = contents(folder)
    assert demo.make(folder, months=1) == facts
    assert contents(folder) == here
    other = demo.make(tmp_path / "other", seed=2, months=1)
    there = contents(tmp_path / "other")
    assert here.keys() == there.keys()
    settled = ("config", "data/gtm")  # what the firm has written down is the same in every world
    assert {name for name in here if here[name] != there[name]} == {name for name in here if not name.startswith(settled)}
    assert other.bots != facts.bots


def test_the_settings_are_the_shipped_ones_and_load_with_the_warnings_they_announce(workspace: Made) -> None:
    """An orphan micro and a goal without three of its letters stand in the example on purpose."""  # checklist 000-5 002-11
    folder, _ = workspace
    for name in ("report.yaml", "conversions.yaml", "goals.yaml", "notes.yaml"):
        assert (folder / "config" / name).read_bytes() == (shipped.folder("config") / name).read_bytes()
    loaded = settings.load(folder)
    assert {advice.path for advice in loaded.advice} == {"conversions.social_follow", "goals.downloads"}
    assert len(loaded.settings.macros) == 3
    assert loaded.settings.report.many_macros
    assert len(loaded.settings.micros) >= 12
    assert all(macro.outcome for macro in loaded.settings.macros)  # checklist 003-12


def test_every_schema_named_in_the_settings_lies_beside_them(workspace: Made) -> None:
    folder, _ = workspace
    for name in ("report", "conversions", "goals", "notes"):
        first = (folder / "config" / f"{name}.yaml").read_text().splitlines()[0]
        assert first == f"# yaml-language-server: $schema=./{name}.schema.json"


def test_the_facts_count_rows_repeats_and_broken_lines(workspace: Made) -> None:
    folder, facts = workspace
    lines, n_broken = read(folder, facts)
    (written,) = (one for name, one in facts.files.items() if name.endswith(".ndjson.gz"))
    assert len(lines) == written.rows
    assert len(lines) - len(set(lines)) == written.repeats > 0
    assert n_broken == written.broken > 0


def test_the_facts_count_the_conversions_in_the_files(workspace: Made) -> None:
    """A form sent twice is one conversion; a video sends an event a quarter, one of them at half."""
    folder, facts = workspace
    rows = [json.loads(line) for line in dict.fromkeys(read(folder, facts)[0]) if any(text in line for text in COUNTED)]
    forms = {
        (param(row, "form"), row["user_pseudo_id"], param(row, "page_location")) for row in rows if row["event_name"] == "generate_lead"
    }
    named = [row["event_name"] for row in rows]
    assert facts.recorded == facts.happened
    assert sum(form == "quote" for form, *_ in forms) == facts.recorded["quote_request"] > 0
    assert sum(form == "contact" for form, *_ in forms) == facts.recorded["contact"] > 0
    assert named.count("file_download") == facts.recorded["resource_download"] > 0
    assert named.count("sign_up") == facts.recorded["newsletter_signup"] > 0
    written = sum(param(row, "sender") == "visitor" for row in rows)
    assert named.count("chat_message") - written > written == facts.recorded["chat"] > 0  # each is greeted, not everybody answers
    assert sum(param(row, "video_percent") == "50" for row in rows) == facts.recorded["video_half"] > 0
    assert named.count("webinar_registration") == facts.recorded["webinar_registration"] == 0  # none in October
    domains = [param(row, "link_domain") for row in rows]
    assert domains.count("maps.google.com") == facts.recorded["directions"] > 0
    trials = [row for row in rows if row["event_name"] == "start_trial" and row["stream_id"] == WEB_STREAM]
    assert len(trials) == facts.recorded["free_trial"] > 0


def test_deals_name_web_visitors_or_nobody(workspace: Made) -> None:
    folder, facts = workspace
    with (folder / "data/crm/deals.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert facts.files["data/crm/deals.csv"].rows == len(rows)
    assert rows[-1] == rows[-2]
    assert len({row["deal"] for row in rows}) == len(rows) - 1
    won = [row for row in rows[:-1] if row["won_on"]]
    assert len(won) == facts.proposals > 0
    assert {row["won_on"][:7] for row in won} == {"2026-10"}
    assert sum(not row["client_id"] for row in won) == facts.proposals_without_id
    assert {row["currency"] for row in rows} <= {"EUR", "USD"}
    assert all(row["email"].endswith("@client.example") for row in rows if row["email"])


def test_a_deal_is_created_quoted_and_then_won_or_lost(workspace: Made) -> None:
    folder, facts = workspace
    with (folder / "data/crm/deals.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))[:-1]
    created = [row for row in rows if row["created_on"][:7] == "2026-10"]
    assert len(created) == facts.happened["quote_request"]
    for row in rows:
        assert not (row["won_on"] and row["lost_on"])
        assert row["created_on"] < (row["quoted_on"] or "9") <= (row["won_on"] or "9")
        assert row["stage"] == ("Won" if row["won_on"] else "Lost" if row["lost_on"] else "Quote sent" if row["quoted_on"] else "New")


def test_a_folder_that_holds_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty and holds no demo"):
        demo.make(tmp_path, months=1)
    assert contents(tmp_path) == {"thesis.txt": b"mine"}


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot write"):
        demo.make(tmp_path / "file" / "demo", months=1)
