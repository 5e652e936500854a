"""Proposals from the events of exports, and a scaffolded workspace: they load as they are, and nothing is overwritten."""

from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import given
from settings_workspace import Workspace

from reportgen import settings
from reportgen.errors import OutputError, UsageError
from reportgen.model.settings import Tier
from reportgen.settings import SeenEvent
from reportgen.settings.known_events import KINDS


def seen(*names: str, **amounts: bool) -> list[SeenEvent]:
    return [SeenEvent(name, 100 - n, 50 - n, {}, name in amounts) for n, name in enumerate(names)]


def loaded(folder: Path, text: str) -> settings.Loaded:
    settings.scaffold(folder, text)
    return settings.load(folder)


GA4_SHOP = (
    "page_view",
    "session_start",
    "first_visit",
    "user_engagement",
    "view_item",
    "scroll",
    "add_to_cart",
    "begin_checkout",
    "purchase",
)


def test_a_shop(tmp_path: Path) -> None:
    """GA4's own shop: macro purchase, micros on the way to it, and the routine events left out with their counts."""
    text = settings.propose(seen(*GA4_SHOP))
    result = loaded(tmp_path, text)
    assert [rule.key for rule in result.settings.macros] == ["purchase"]
    assert {rule.key: rule.stage for rule in result.settings.micros} == {
        "checkout": "intent",
        "add_to_cart": "intent",
        "product_view": "consideration",
        "scroll": "awareness",
    }
    assert "  #   page_view: 100 events of 50 visitors\n" in text
    assert not [each for each in result.advice if not each.path.startswith("goals")]


# checklist 003-3 001-6 002-3
@pytest.mark.parametrize(
    ("event", "key"),
    [
        ("payment_done", "purchase"),
        ("Order Completed", "purchase"),
        ("form_submit", "lead"),
        ("Contact Form Submitted", "lead"),
        ("request-quote", "quote_request"),
        ("bookAppointment", "booking"),
        ("signup", "sign_up"),
        ("user_signup", "sign_up"),
        ("newsletter_signup", "newsletter"),
        ("file_download", "download"),
        ("whitepaper_download", "whitepaper"),
        ("Download White Paper", "whitepaper"),
        ("ebook_download", "ebook"),
        ("brochure_requested", "brochure"),
        ("newsletter", "newsletter"),
        ("monthly_newsletter_signup", "monthly_newsletter"),
        ("newsletter_monthly", "monthly_newsletter"),
        ("added_to_cart", "add_to_cart"),
        ("video_start", "video_start"),
        ("videoPlay", "video_start"),
        ("video_progress", "video_progress"),
        ("video_complete", "video"),
        ("click", "outbound_click"),
        ("outbound_link", "outbound_click"),
        ("link_click", "link_click"),
        ("clicked_button", "link_click"),
        ("chat_started", "chat"),
        ("chat_message", "chat"),
        ("phone_click", "call"),
        ("get_directions", "directions"),
        ("start_trial", "trial"),
        ("webinar_registration", "webinar"),
    ],
)
def test_names_that_people_give(tmp_path: Path, event: str, key: str) -> None:
    assert [rule.key for rule in loaded(tmp_path, settings.propose(seen(event))).settings.rules] == [key]


# checklist 002-3
def test_a_chat_is_a_conversation_with_a_message_from_the_visitor(tmp_path: Path) -> None:
    """Messages count, not the opened window, and those of visitors, not of the team; where only openings are known they stand in."""
    message = SeenEvent("chat_message", 90, 40, {"sender": ("team", "visitor"), "chat_channel": ("Messenger",)})
    text = settings.propose([*seen("generate_lead", "chat_open"), message])
    chat = loaded(tmp_path / "both", text).settings.rule("chat")
    assert (chat.match[0].event, chat.match[0].params, chat.proxy) == (("chat_message",), {"sender": ("visitor",)}, None)
    assert "   # not chat_open: that alone is not enough\n" in text
    unsaid = loaded(tmp_path / "unsaid", settings.propose(seen("generate_lead", "chat_message"))).settings.rule("chat")
    assert (unsaid.match[0].params, unsaid.proxy) == ({}, None)
    opened = loaded(tmp_path / "opened", settings.propose(seen("generate_lead", "chat_open"))).settings.rule("chat")
    assert (opened.match[0].event, opened.proxy) == (("chat_open",), "an opened chat stands for a message from the visitor")


@pytest.mark.parametrize("event", ["page_view", "session_start", "login", "refund", "remove_from_cart", "zebra"])
def test_routine_and_unknown_events_are_left_out(event: str) -> None:
    text = settings.propose(seen("purchase", event))
    assert f"event: {event}" not in text
    assert f"#   {event}: 99 events of 49 visitors" in text


# checklist 001-8 003-10
def test_at_most_two_macros_and_the_others_support_them(tmp_path: Path) -> None:
    rules = loaded(
        tmp_path, settings.propose(seen("purchase", "subscribe_newsletter", "generate_lead", "request_quote", "book_call"))
    ).settings
    assert [rule.key for rule in rules.macros] == ["purchase", "quote_request"]
    assert {rule.key for rule in rules.micros} == {"lead", "booking", "newsletter"}
    assert {rule.supports for rule in rules.micros} == {("purchase", "quote_request")}


def test_several_names_for_one_thing_become_one_rule(tmp_path: Path) -> None:
    rule = loaded(tmp_path, settings.propose(seen("file_download", "Download PDF", "generate_lead"))).settings.rule("download")
    assert rule.match[0].event == ("file_download", "Download PDF")


def test_parameters_become_breakdowns_with_examples() -> None:
    event = SeenEvent("file_download", 9, 8, {"file_name": ("guide.pdf", "Preis: Liste"), "page": ("x",), "file_extension": ("pdf",)})
    text = settings.propose([event, *seen("generate_lead")])
    assert '    by: [file_name, file_extension]   # such as guide.pdf, "Preis: Liste"\n' in text


def test_money_is_used_where_the_events_carry_it() -> None:
    assert "# Its value is the events' own amounts." in settings.propose(seen("purchase", purchase=True))
    assert "# value: {fixed: 100" in settings.propose(seen("purchase"))


@pytest.mark.parametrize(("events", "said"), [([], "No export has been looked at"), (seen("zebra"), "None of the events seen looks like")])
def test_without_a_conversion_the_usual_ones_stand_in(tmp_path: Path, events: list[SeenEvent], said: str) -> None:
    text = settings.propose(events)
    assert said in text
    assert [rule.key for rule in loaded(tmp_path, text).settings.macros] == ["lead"]


NAMES = st.one_of(
    st.text(max_size=30), st.sampled_from(["purchase", "sign_up", "download", "scroll", "click", "video_start", "generate_lead"])
)
EVENTS = st.lists(
    st.builds(
        SeenEvent,
        name=NAMES,
        rows=st.integers(0, 10**9),
        visitors=st.integers(0, 10**7),
        params=st.dictionaries(st.sampled_from(["form", "method", "item_name", "file_name"]), st.tuples(st.text(max_size=20)), max_size=3),
        has_amount=st.booleans(),
    ),
    max_size=8,
    unique_by=lambda event: event.name,
)


@given(EVENTS)
def test_every_proposal_loads(tmp_path_factory: pytest.TempPathFactory, events: list[SeenEvent]) -> None:
    """Whatever names and values the exports hold: at most two macros, no orphan, each event in one rule at most."""
    workspace = Workspace(tmp_path_factory.mktemp("init")).write(conversions=settings.propose(events))
    result = settings.load(workspace.folder)
    assert 1 <= len(result.settings.macros) <= 2
    assert [each for each in result.advice if not each.path.startswith("goals")] == []
    events_named = [event for rule in result.settings.rules for match in rule.match for event in match.event]
    assert len(events_named) == len(set(events_named))


def test_known_kinds_have_keys_and_words() -> None:
    assert len({kind.key for kind in KINDS}) == len(KINDS)
    assert all(kind.label and kind.why for kind in KINDS)


def test_a_scaffolded_workspace(tmp_path: Path) -> None:
    files = settings.scaffold(
        tmp_path,
        settings.propose([]),
        inputs=[settings.NewInput("web", ("data/ga4/*", "x y.csv"))],
        name='Müller & "Söhne": #1',
        zone="Europe/Berlin",
    )
    names = [file.relative_to(tmp_path).as_posix() for file in files]
    assert {"config/report.yaml", "config/conversions.yaml", "config/goals.yaml", "config/notes.yaml", "config/report.schema.json"} <= set(
        names
    )
    result = settings.load(tmp_path).settings
    assert result.report.site.name == 'Müller & "Söhne": #1'
    assert result.report.inputs[0].files == ("data/ga4/*", "x y.csv")
    assert {rule.tier for rule in result.rules} == {Tier.MACRO, Tier.MICRO}


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    mine = tmp_path / "config/goals.yaml"
    mine.write_text("goals: # mine\n")
    with pytest.raises(UsageError, match=r"config/goals\.yaml is already there; init writes over nothing"):
        settings.scaffold(tmp_path, settings.propose([]))
    assert [each.name for each in mine.parent.iterdir()] == ["goals.yaml"]
    assert mine.read_text() == "goals: # mine\n"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where the folder should be")
    with pytest.raises(OutputError, match="cannot write"):
        settings.scaffold(tmp_path, settings.propose([]))
