"""To everybody once: what the ledger knows after every kind of end, and that a later run does the rest."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from post import LETTER, NOW, SENDER, Post, recipients, running

from reportgen import deliver
from reportgen.deliver import Addressed, Office
from reportgen.errors import DeliveryError
from reportgen.model.delivery import Outcome, Server
from reportgen.model.tables import LEDGER_SCHEMA

KEY = "a secret of twenty characters"
FIRST, SECOND, THIRD = "anna@firm.example", "ben@firm.example", "cleo@agency.example"
ADDRESSED = Addressed(LETTER, SENDER, (FIRST, SECOND, THIRD), ("firm.example", "agency.example"), "", "2026-10", 1)


def now() -> datetime:
    return NOW


def office(server: Server, folder: Path) -> Office:
    return Office(server, deliver.opened(folder / "deliveries.jsonl", KEY), now, lambda _seconds: None, lambda: None)


def send(post: Post, folder: Path, addressed: Addressed = ADDRESSED) -> list[Outcome | None]:
    with running(post) as server:
        return [told.delivery.outcome if told.delivery else None for told in deliver.send(addressed, office(server, folder))]


def lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "deliveries.jsonl").read_text("utf-8").splitlines()]


def test_everybody_gets_one_mail_and_a_second_run_sends_none(tmp_path: Path) -> None:
    post = Post()
    assert send(post, tmp_path) == [Outcome.SENT] * 3
    assert recipients(post.taken) == [FIRST, SECOND, THIRD]
    assert send(post, tmp_path) == [None] * 3
    assert len(post.taken) == 3


def test_the_ledger_has_a_line_before_and_after_and_no_address(tmp_path: Path) -> None:
    send(Post(), tmp_path)
    found = lines(tmp_path)
    assert [line["state"] for line in found] == ["started", "sent"] * 3
    text = (tmp_path / "deliveries.jsonl").read_text("utf-8")
    assert not any(part in text for part in ("anna", "ben", "cleo", "firm.example", KEY))
    assert (found[0]["period"], found[0]["edition"], found[0]["schema"]) == ("2026-10", 1, LEDGER_SCHEMA)


def test_a_retry_goes_only_to_those_that_failed(tmp_path: Path) -> None:
    post = Post(answers=["250 OK", "550 no such user", "250 OK"])
    assert send(post, tmp_path) == [Outcome.SENT, Outcome.REFUSED, Outcome.SENT]
    assert send(post, tmp_path) == [None, Outcome.SENT, None]
    assert recipients(post.taken) == [FIRST, THIRD, SECOND]


def test_another_edition_period_or_client_is_another_letter(tmp_path: Path) -> None:
    post = Post()
    others = (replace(ADDRESSED, edition=2), replace(ADDRESSED, period="2026-09"), replace(ADDRESSED, client="acme"))
    for addressed in (ADDRESSED, *others):
        assert send(post, tmp_path, addressed) == [Outcome.SENT] * 3
    assert len(post.taken) == 12


def test_a_way_that_broke_is_refused_until_somebody_says_what_became_of_it(tmp_path: Path) -> None:
    post = Post(after=["250 taken", "drop after"])
    assert send(post, tmp_path) == [Outcome.SENT, Outcome.UNKNOWN, Outcome.SENT]
    with pytest.raises(DeliveryError, match=r"b…@firm\.example may have got this edition.*--settle arrived"):
        send(post, tmp_path)
    assert len(post.taken) == 3
    with running(post) as server:
        assert deliver.settle(ADDRESSED, office(server, tmp_path), arrived=True) == ("b…@firm.example",)
        assert deliver.settle(ADDRESSED, office(server, tmp_path), arrived=True) == ()
    assert send(post, tmp_path) == [None] * 3


def test_one_that_was_lost_is_sent_again_and_only_to_that_one(tmp_path: Path) -> None:
    post = Post(after=["drop"])
    assert send(post, tmp_path)[0] is Outcome.UNKNOWN
    with running(post) as server:
        deliver.settle(ADDRESSED, office(server, tmp_path), arrived=False)
    assert send(post, tmp_path) == [Outcome.SENT, None, None]
    assert recipients(post.taken) == [SECOND, THIRD, FIRST]


@pytest.mark.parametrize(
    ("recipients", "allowed", "reason"),
    [
        ((FIRST, "eve@elsewhere.example"), ("firm.example",), r"e…@elsewhere\.example is at no allowed domain"),
        ((FIRST, "ben@mail.firm.example"), ("firm.example",), "no allowed domain"),
        ((FIRST,), (), "no allowed domain"),
        ((FIRST, "ANNA@firm.example"), ("firm.example",), "stands twice"),
    ],
)
def test_one_wrong_recipient_stops_the_whole_letter(
    tmp_path: Path, recipients: tuple[str, ...], allowed: tuple[str, ...], reason: str
) -> None:
    post = Post()
    with pytest.raises(DeliveryError, match=reason):
        send(post, tmp_path, replace(ADDRESSED, recipients=recipients, allowed=allowed))
    assert (post.asked, (tmp_path / "deliveries.jsonl").exists()) == (0, False)


def test_a_refused_login_leaves_nobody_in_doubt(tmp_path: Path) -> None:
    post = Post()
    with running(post) as server, pytest.raises(DeliveryError, match="takes no login"):
        deliver.send(ADDRESSED, office(replace(server, user="reports", password="x"), tmp_path))
    assert send(post, tmp_path) == [Outcome.SENT] * 3
