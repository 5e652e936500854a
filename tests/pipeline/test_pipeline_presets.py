"""A workspace that `init --from` makes of a small export: what it proposes is what its report shows."""

import html
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from tiny import Event, event, ndjson, noon, run, write

from reportgen import render

pytestmark = pytest.mark.slow

DONE = {
    "newsletter_signup": ("Newsletter sign-up", {}),
    "monthly_newsletter_signup": ("Monthly newsletter", {}),
    "click": ("Click to another site", {"link_domain": "www.linkedin.com", "outbound": "true"}),
    "link_click": ("Click on a link or button", {"link_text": "Our prices"}),
    "video_start": ("Video started", {"video_title": "How we work"}),
    "video_progress": ("Video watched in part", {"video_title": "How we work", "video_percent": "50"}),
    "video_complete": ("Video watched", {"video_title": "How we work"}),
    "ebook_download": ("E-book download", {"asset": "Relaunch guide"}),
    "whitepaper_download": ("Whitepaper download", {"asset": "Brand value"}),
    "brochure_download": ("Brochure download", {"asset": "Services"}),
}
"""Event -> label of the rule that is proposed for it, and the event's parameters. The n-th is done by the first n visitors."""
VISITORS = 20


def export() -> Iterator[Event]:
    """October 2026: each visitor comes once. Everyone opens the chat, the first nine are greeted there, six write, one of them twice."""
    for number in range(VISITORS):
        visitor, session = f"v{number}", number + 1
        begin = noon(date(2026, 10, 1) + timedelta(days=number))

        def seen(name: str, seconds: int, begin: datetime = begin, who: str = visitor, visit: int = session, **params: str) -> Event:
            return event(begin + timedelta(seconds=seconds), who, visit, name, **params)

        yield seen("page_view", 0)
        for place, (name, (_, params)) in enumerate(DONE.items(), start=1):
            if number < place:
                yield seen(name, 10 + place, **params)
        yield seen("chat_open", 40, chat_channel="Messenger")
        for sender, seconds in (("team", 41), *([("visitor", 50)] if number < 6 else []), *([("visitor", 60)] if number < 1 else [])):
            if number < 9:
                yield seen("chat_message", seconds, sender=sender, chat_channel="Messenger")
        if number < 2:
            yield seen("generate_lead", 90)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The section on micro conversions, as text on one line."""
    folder = write(tmp_path_factory.mktemp("presets"), {"data/web/2026-10.ndjson": ndjson(export())})
    assert run("init", folder, "--from", folder / "data/web").code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(render, "pdf", lambda document, drawings, shell, sheet: b"%PDF-1.7 undrawn")
        built = run("build", "--month", "2026-10", within=folder)
    assert built.code == 0, built.err
    page = (folder / "site/2026-10/index.html").read_text(encoding="utf-8")
    section = re.search(r'<section class="part[^"]*" id="section-micro".*?</section>', page, re.DOTALL)
    assert section
    bare = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", section[0], flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", bare)))


def people(shown: str, label: str) -> int:
    """How many of the visitors a signal's own row counts."""
    found = re.search(rf" {re.escape(label)} supports Contact request .*? (\d+) of {VISITORS};", shown)
    assert found, shown
    return int(found[1])


@pytest.mark.parametrize(("place", "name"), list(enumerate(DONE, start=1)))
def test_each_kind_of_signal_has_its_people(shown: str, place: int, name: str) -> None:
    # checklist 001-6, 003-3, 002-3
    assert people(shown, DONE[name][0]) == place


def test_a_chat_takes_a_message_from_the_visitor(shown: str) -> None:
    """Six of twenty wrote; that all opened the chat and nine were written to says nothing of them."""
    # checklist 002-3
    assert people(shown, "Chat") == 6
