"""Facts from outside the site: joined to visitors where an id allows, else beside people; and what follows another fact."""

import hashlib
from collections.abc import Iterator
from datetime import date

import pytest
from exports_world import Built, Exports, rule, seen, settings

from reportgen import activity
from reportgen.engine import Engine, connect
from reportgen.model.counts import EarlyRows, OfflineRows
from reportgen.model.settings import Settings
from reportgen.periods import day_number

SALT = "pinch"
DEALS = """deal,client,created,won
D1,v1,2026-10-02,2026-10-20
D2,,2026-10-03,2026-10-21
D3,stranger,2026-10-03,2026-10-22
D4,v2,2026-10-01,2026-10-04
"""
CALLS = "called,click,number\n2026-10-06 10:00:00,G1,C1\n2026-10-06 11:00:00,G9,C2\n"
REGISTERED = "day,user,form\n2026-10-10,u1,R1\n2026-10-04,u1,R2\n2026-10-10,u2,R3\n2026-10-11,,R4\n"


def member(user: str) -> str:
    return hashlib.sha256((SALT + user).encode()).hexdigest()


MEMBERS = f"who,since\n{member('u1').upper()},2026-09-15\n{member('nobody')},2026-09-16\n"


def firm() -> Settings:
    outside = {"identity": "web", "offline": True}
    return settings(
        rule("contact"),
        rule("purchase"),
        rule("won", rate_base="contact"),
        rule("call"),
        rule("registered", only_after="purchase"),
        rule("list_joined", tier="micro"),
        inputs=[
            {"key": "web", "files": ["data/web.ndjson"]},
            {
                "key": "crm",
                "files": ["data/deals.csv"],
                "identity": "web",
                "records": {"id": "deal", "dates": {"lead": "created", "won": "won"}, "visitor": "client"},
            },
            {"key": "phone", "files": ["data/calls.csv"], **outside, "event": "call", "columns": {"time": "called", "click_id": "click"}},
            {
                "key": "forms",
                "files": ["data/forms.csv"],
                **outside,
                "event": "registered",
                "columns": {"time": "day", "user_id": "user", "transaction_id": "form"},
            },
            {"key": "club", "files": ["data/club.csv"], "members": {"hash": "who", "joined": "since", "salt_env": "SALT"}},
        ],
    )


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with connect() as opened:
        yield opened


@pytest.fixture(scope="module")
def exports(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """`v1` signs in as u1, buys on the 10th at noon and has clicked an ad; `v2` asks on the 8th, after the deal was won."""
    web = [
        seen("/", "2026-10-01T08:00:00", "v1", 1, user_id="u1", params={"gclid": "G1"}),
        seen("/", "2026-10-08T08:00:00", "v2", 1, user_id="u2"),
        {**seen("/thanks", "2026-10-02T09:00:00", "v1", 2), "event_name": "contact"},
        {**seen("/thanks", "2026-10-08T09:00:00", "v2", 1), "event_name": "contact"},
        {**seen("/thanks", "2026-10-10T12:00:00", "v1", 3), "event_name": "purchase"},
    ]
    files = {"deals.csv": DEALS, "calls.csv": CALLS, "forms.csv": REGISTERED, "club.csv": MEMBERS}
    made = Exports(engine, tmp_path_factory.mktemp("offline")).put("web.ndjson", web)
    for name, text in files.items():
        made = made.put(name, text)
    return made


@pytest.fixture(scope="module")
def built(exports: Exports) -> Built:
    return exports.build(firm())


def test_records_join_by_the_visitors_id_and_the_others_count_beside(built: Built) -> None:
    assert built.converted("won", "visitor", "transaction_id", "offline") == [
        ("web:v2", "D4", True),
        ("web:v1", "D1", True),
        (None, "D2", True),
        ("web:stranger", "D3", True),
    ]


def test_calls_find_the_visitor_who_clicked(built: Built) -> None:
    assert built.converted("call", "visitor") == ["web:v1", None]


def test_registrations_count_only_after_the_purchase(built: Built) -> None:  # checklist 003-9
    """R1 names the day of the purchase and no hour; R2 came before it; u2 never bought; whether R4 came after one, nobody knows."""
    assert built.converted("registered", "visitor", "transaction_id") == [("web:v1", "R1"), (None, "R4")]


def test_who_could_not_be_matched_is_counted_by_input_and_rule(built: Built) -> None:
    """A member of the list is matched only with the salt, which `build` here lacks."""
    assert built.facts.offline == (
        OfflineRows("club", "list_joined", 2, 2, 0),
        OfflineRows("crm", "won", 4, 1, 1),
        OfflineRows("forms", "registered", 4, 1, 0),
        OfflineRows("phone", "call", 2, 1, 0),
    )


def test_a_deal_won_before_the_first_contact_is_told(built: Built) -> None:
    assert built.facts.early == (EarlyRows("won", "contact", 1, date(2026, 10, 4), date(2026, 10, 8)),)


def test_a_salted_hash_finds_the_member_who_signed_in(exports: Exports) -> None:  # checklist 000-20
    chosen = firm()
    tables, profile = activity.view(exports.engine, exports.gather(chosen), chosen, day_number(date(2026, 12, 31)), {"club": SALT})
    conversions = exports.named(tables, tables.conversions)
    joined = conversions.filter(conversions.rule == "list_joined").order_by("visitor")
    assert list(exports.engine.run(joined.select("visitor"))["visitor"].astype(object).where(lambda c: c.notna(), None)) == ["web:v1", None]
    assert profile.offline[0] == OfflineRows("club", "list_joined", 2, 1, 0)
