"""Tables in which a row is a deal with several dates, and member lists: an event a date, and nothing of anybody's contact details."""

from pathlib import Path

import pytest
from exports_world import Exports, Row, micros, rule, settings

from reportgen import activity, readers
from reportgen.errors import DataError
from reportgen.model.counts import RejectedRows
from reportgen.model.settings import Settings

DEALS = """deal,created,quoted,closed,stage,value,full_name,mail,heard
D1,2026-09-01,2026-09-05,2026-10-02,Closed Won,"1,200.50",Ann Exemplar,ann@client.example,Google
D2,2026-09-03 10:00,,2026-10-03,closed lost,100,,bo@client.example,a friend
D3,2026-10-03,,2026-12-24,New,100,Cy Exemplar,,
"""
RECORDS: Row = {
    "id": "deal",
    "dates": {"lead": "created", "quote_sent": "quoted"},
    "stage": "stage",
    "stages": {"won": ["Closed won"], "lost": ["Closed lost"], "open": ["New"]},
    "closed": "closed",
    "amount": "value",
    "has": {"name": "full_name", "email": "mail"},
    "stated": "heard",
}


def crm(**records: object) -> Settings:
    source = {"key": "crm", "files": ["data"], "records": {**RECORDS, **records}}
    return settings(rule("lead", by=["has", "stated"]), rule("won", by=["stage"]), rule("mail"), inputs=[source], zone="Europe/Berlin")


def members(**columns: object) -> Settings:
    return settings(rule("list_joined", by=["list"]), inputs=[{"key": "club", "files": ["data"], "members": columns}])


def told(exports: Exports, chosen: Settings, *columns: str) -> list[tuple[object, ...]]:
    """What the reader delivers, in time order."""
    wanted = readers.Wanted(activity.wanted_params(chosen), chosen.report.site.zone)
    asked = ", ".join(f'"{column}"' for column in columns) or "*"
    return [
        row
        for staged, _ in readers.read(exports.engine, readers.find(exports.folder, chosen.report.inputs), wanted)
        for row in exports.engine.rows(f"select {asked} from {staged.events.get_name()} order by event_time, event_name, transaction_id")
    ]


def files(exports: Exports, chosen: Settings) -> list[activity.FileRows]:
    wanted = readers.Wanted(activity.wanted_params(chosen), chosen.report.site.zone)
    return [
        each
        for staged, _ in readers.read(exports.engine, readers.find(exports.folder, chosen.report.inputs), wanted)
        for each in staged.files.values()
    ]


def found(exports: Exports, chosen: Settings) -> list[tuple[object, ...]]:
    return told(exports, chosen, "transaction_id", "event_name", "event_time", "amount", "param:has", "param:stated")


def test_each_date_of_a_record_is_an_event_and_a_stage_tells_the_last(exports: Exports) -> None:
    """Amounts stand with what is won; the date on which an open deal may close is none."""
    exports.put("deals.csv", DEALS)
    midnight = {day: micros(f"{day}T00:00:00+02:00") for day in ("2026-09-01", "2026-09-05", "2026-10-02", "2026-10-03")}
    assert found(exports, crm()) == [
        ("D1", "lead", midnight["2026-09-01"], None, "email+name", "Google"),
        ("D2", "lead", micros("2026-09-03T10:00:00+02:00"), None, "email", "a friend"),
        ("D1", "quote_sent", midnight["2026-09-05"], None, "email+name", "Google"),
        ("D1", "won", midnight["2026-10-02"], 1_200_500_000, "email+name", "Google"),
        ("D3", "lead", midnight["2026-10-03"], None, "name", None),
        ("D2", "lost", midnight["2026-10-03"], None, "email", "a friend"),
    ]


def test_records_come_in_every_kind_of_table(exports: Exports, tmp_path: Path) -> None:
    plain = exports.put("deals.csv", DEALS)
    expected = found(plain, crm())
    header, *rows = [line.split(",") for line in DEALS.replace('"1,200.50"', "1200.50").splitlines()]
    (exports.folder / "data/deals.csv").unlink()
    assert found(exports.put("deals.ndjson", [dict(zip(header, row, strict=True)) for row in rows]), crm()) == expected
    (exports.folder / "data/deals.ndjson").unlink()
    assert found(exports.put("deals.csv", "\n".join(";".join(row) for row in [header, *rows])), crm()) == expected


def test_contact_details_go_nowhere(exports: Exports) -> None:
    """Not into kept parts, not into examples of rows that are refused, and not as a parameter that a rule asks for."""
    exports.put("deals.csv", DEALS + "D4,soon,,,New,1,Di Exemplar,di@client.example,x\nD5,,,,New,1,Ed Exemplar,ed@client.example,x,y,z\n")
    chosen = crm()
    asking = chosen.model_copy(update={"rules": (*chosen.rules, rule("quote_sent", by=["mail", "full_name"]))})
    (part,) = exports.gather(asking)
    assert {reason.reason for reason in part.rejected} == {"bad_time", "too_many_columns"}
    texts = [str(exports.engine.rows(f"select * from '{file}'")) for file in part.folder.glob("*.parquet")]
    texts += [str(told(exports, asking)), (part.folder / "part.json").read_text()]
    assert "D1" in texts[-2]
    for private in ("client.example", "exemplar", "exe…", "cli…"):
        assert not any(private in text.lower() for text in texts)


def test_what_is_wrong_with_a_record_has_its_line(exports: Exports) -> None:
    exports.put("deals.csv", DEALS + "D4,,,,New,1,,,\nD5,soon,2026-10-02,,New,1,,,\n")
    (file,) = files(exports, crm())
    assert file.rejected == (RejectedRows("bad_time", 1, "soon", 6), RejectedRows("no_date", 1, "", 5))


def test_remarkable_records_count_and_are_told(exports: Exports) -> None:
    """A stage nobody explained, a deal won without a date, and one won before it was created."""
    rows = "D4,2026-10-05,,2026-10-01,Closed won,5,,,\nD5,2026-10-05,,,Closed won,5,,,\nD6,2026-10-06,,,On hold,5,,,\n"
    (file,) = files(exports.put("deals.csv", DEALS + rows), crm())
    assert file.remarks == (
        RejectedRows("unknown_stage", 1, "On hold", 7),
        RejectedRows("closed_without_date", 1, "Closed won", 6),
        RejectedRows("won_before_contact", 1, "lead 2026-10-05, won 2026-10-01", None),
    )
    assert (file.rows, file.rejected) == (10, ())


def test_a_record_told_twice_is_a_repeat(exports: Exports) -> None:
    exports.put("deals.csv", DEALS + DEALS.splitlines()[1] + "\n")
    hashes = [row for (row,) in told(exports, crm(), "row_hash")]
    assert (len(hashes), len(set(hashes))) == (9, 6)


AS_WRITTEN = {
    "31.10.2026": "2026-10-31T00:00:00+01:00",
    "31.10.2026 14:05": "2026-10-31T14:05:00+01:00",
    "31/10/2026 2:05 PM": "2026-10-31T14:05:00+01:00",
    "31/10/2026, 2:05 pm": "2026-10-31T14:05:00+01:00",
    "31/10/2026 14:05:09": "2026-10-31T14:05:09+01:00",
    "Oct 31, 2026": "2026-10-31T00:00:00+01:00",
    "20261031": "2026-10-31T00:00:00+01:00",
    "2026-10-31T14:05:00Z": "2026-10-31T14:05:00+00:00",
    "1793455500": "2026-10-31T14:05:00+00:00",
}


def created(zone: str = "UTC") -> Settings:
    source = {"key": "crm", "files": ["data"], "records": {"id": "deal", "dates": {"lead": "created"}}}
    return settings(rule("lead"), inputs=[source], zone=zone)


def test_dates_as_crms_write_them(exports: Exports) -> None:
    exports.put("deals.csv", "deal;created\n" + "".join(f"{number};{text}\n" for number, text in enumerate(AS_WRITTEN)))
    times = told(exports, created("Europe/Berlin"), "transaction_id", "event_time")
    assert dict(times) == {str(number): micros(text) for number, text in enumerate(AS_WRITTEN.values())}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            "D1,03/04/2026\n",
            "inputs.crm.records.date_order: `03/04/2026` can be read in two ways: 2026-04-03 or 2026-03-04",
        ),
        ("D1,31/01/2026\nD2,01/31/2026\n", "dates in two orders"),
        ("D1,2026-01-01\n2.8E+18,2026-01-01\n", "data/deals.csv:3: 2.8E+18 in 'deal' is an id that a spreadsheet has rounded"),
        ("ann@client.example,2026-01-01\n", "data/deals.csv:2: inputs.crm.records.id: the column 'deal' holds e-mail addresses"),
    ],
)
def test_what_cannot_be_read_in_one_way_is_refused(exports: Exports, rows: str, sentence: str) -> None:
    exports.put("deals.csv", f"deal,created\n{rows}")
    with pytest.raises(DataError) as refused:
        told(exports, created())
    assert sentence in str(refused.value)
    assert "ann@" not in str(refused.value)


def test_a_column_that_is_not_there_is_named_with_its_setting(exports: Exports) -> None:
    exports.put("deals.csv", DEALS)
    with pytest.raises(DataError, match=r"data/deals.csv:1: inputs.crm.records: the file has no column 'phone'; it has: deal, created"):
        told(exports, crm(has={"phone": "phone"}))


def test_members_join_and_leave(exports: Exports) -> None:
    exports.put("list.csv", "member,since,until,news\nu1,2026-01-05,,Monthly\nu2,2026-02-05,2026-03-01,Monthly\n")
    chosen = members(user_id="member", joined="since", left="until", list="news")
    assert told(exports, chosen, "user_id", "event_name", "param:list", "transaction_id") == [
        ("u1", "list_joined", "Monthly", None),
        ("u2", "list_joined", "Monthly", None),
        ("u2", "list_left", "Monthly", None),
    ]


def test_hashed_members_never_pass_for_user_ids(exports: Exports) -> None:
    exports.put("list.csv", f"who,since\n{'ABCDEF01' * 8},2026-01-05\n")
    chosen = members(hash="who", joined="since", salt_env="LIST_SALT")
    assert told(exports, chosen, "user_id", "visitor") == [(f"sha256:club:{'abcdef01' * 8}", None)]


def test_a_hash_that_is_no_sha256_would_match_nobody(exports: Exports) -> None:
    exports.put("list.csv", f"who,since\n{'ab' * 32},2026-01-05\n{'ab' * 16},2026-01-06\n")
    with pytest.raises(DataError, match=r"list\.csv:3: inputs\.club\.members\.hash: a value of 'who' is no SHA-256"):
        told(exports, members(hash="who", joined="since", salt_env="LIST_SALT"), "user_id")


def test_json_without_any_of_the_dates_is_another_table(exports: Exports) -> None:
    exports.put("list.ndjson", '{"who": "u1", "Since": "2026-01-05"}\n')
    with pytest.raises(DataError, match="none of the columns with dates is in the file: 'since'; it has: who, Since"):
        told(exports, members(user_id="who", joined="since"), "user_id")


def test_stage_histories_are_tables_of_events(exports: Exports) -> None:
    """A row a stage that a deal entered, as CRMs keep it, needs no records: the stage is the event."""
    exports.put("stages.csv", "deal,stage,entered\n1,Lead,2026-01-07 06:49:18\n1,Won,2026-02-01 10:00:00\n")
    columns = {"time": "entered", "event": "stage", "transaction_id": "deal", "visitor": "deal"}
    source = {"key": "crm", "files": ["data"], "offline": True, "columns": columns}
    chosen = settings(rule("won", {"event": ["Won"]}), inputs=[source])
    assert told(exports, chosen, "visitor", "event_name") == [("crm:1", "Lead"), ("crm:1", "Won")]


def test_files_of_one_layout_are_told_apart(exports: Exports) -> None:
    exports.put("a.csv", DEALS).put("b.csv", DEALS.replace("D", "E").replace("New", "On hold"))
    first, second = files(exports, crm())
    assert first.remarks == ()
    assert [(remark.reason, remark.line) for remark in second.remarks] == [("unknown_stage", 4)]
