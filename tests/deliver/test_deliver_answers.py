"""Every answer at every step, from the greeting to the farewell: tried again, told, or left open, and never with an address in it."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from post import LETTER, NOW, SENDER
from scripted import DROP, SILENT, Script, speaking

from reportgen import deliver
from reportgen.deliver import Addressed, Office
from reportgen.deliver.message import message
from reportgen.deliver.transport import SAID, Envelope
from reportgen.deliver.transport import deliver as hand_over
from reportgen.errors import DeliveryError
from reportgen.model.delivery import Delivery, Outcome, Security

TO = "owner@firm.example"
MAIL = Envelope("reports@northlight.example", TO, message(LETTER, SENDER, TO))
STEPS = ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "CONTENT"]


def told(script: Script, timeout: float = 5.0) -> Delivery:
    with speaking(script, timeout=timeout) as server:
        return hand_over(server, MAIL, lambda _seconds: None)


@pytest.mark.parametrize("step", STEPS)
def test_what_is_refused_for_now_is_tried_again_whatever_the_step(step: str) -> None:
    later = "421 busy" if step == "GREETING" else "451 4.7.1 greylisted, come back"
    script = Script({step: [later, later], **({"HELO": [later, later]} if step == "EHLO" else {})})
    found = told(script)
    assert (found.outcome, found.code, found.tries, script.letters) == (Outcome.SENT, 250, 3, 3 if step == "CONTENT" else 1)


@pytest.mark.parametrize("step", STEPS)
def test_what_is_refused_for_good_is_not_whatever_the_step(step: str) -> None:
    script = Script({step: ["554 5.7.1 not from you"] * 2, "HELO": ["554 5.7.1 not from you"]})
    found = told(script)
    assert (found.outcome, found.code, found.tries) == (Outcome.REFUSED, 554, 1)
    assert script.letters == (step == "CONTENT")


@pytest.mark.parametrize("end", [DROP, SILENT])
@pytest.mark.parametrize("step", STEPS[:-1])
def test_a_way_that_breaks_before_the_letter_goes_out_is_tried_again(step: str, end: str) -> None:
    script = Script({step: [end]})
    found = told(script, timeout=0.1)
    assert (found.outcome, found.tries, script.letters) == (Outcome.SENT, 2, 1)


def test_a_refused_sender_is_not_followed_by_a_recipient() -> None:
    script = Script({"MAIL": ["550 no"]})
    told(script)
    assert not any(line.startswith("RCPT") for line in script.asked)


def test_a_server_that_thinks_about_a_letter_for_long_is_waited_for() -> None:
    """RFC 5321, 4.5.3.2.6: ten minutes; who gives up earlier has a letter that may arrive twice."""
    found = told(Script({"CONTENT": ["late 250 scanned"]}), timeout=0.1)
    assert (found.outcome, found.answer, found.tries) == (Outcome.SENT, "scanned", 1)


@pytest.mark.parametrize("farewell", ["554 no", "421 no", DROP])
def test_a_letter_that_was_taken_stays_taken_without_a_farewell(farewell: str) -> None:
    assert told(Script({"QUIT": [farewell]})).outcome is Outcome.SENT


def test_a_letter_too_large_is_refused_before_it_goes_out() -> None:
    """RFC 1870: a server that says how much it takes is told the size at once."""
    script = Script({"EHLO": ["250-here\n250 SIZE 1000"], "MAIL": ["552 5.3.4 too big"]})
    found = told(script)
    assert (found.outcome, found.code, script.letters) == (Outcome.REFUSED, 552, 0)
    assert script.asked[1].endswith(f"SIZE={len(MAIL.mail)}")


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("550 5.1.1 <owner@firm.example>: no such user", "5.1.1 <o…@firm.example>: no such user"),
        ("550 user OWNER unknown; ask postmaster@firm.example", "user O… unknown; ask p…@firm.example"),
        ("550-relaying\n550 from reports@northlight.example denied", "relaying from r…@northlight.example denied"),
        ("550 \x1b[31mred\u202e and ::error::", "[31mred and ::error::"),
        ("550 " + "x" * (SAID - 3) + " owner@firm.example", "x" * (SAID - 3) + " o…"),
        ("550 downowner is another word", "downowner is another word"),
    ],
)
def test_an_answer_is_one_plain_line_without_an_address(answer: str, shown: str) -> None:
    found = told(Script({"RCPT": [answer]}))
    assert (found.answer.lower(), found.code) == (shown.lower(), 550)


def test_silence_is_said_in_words() -> None:
    found = told(Script({"GREETING": [SILENT] * 9}), timeout=0.05)
    assert (found.outcome, found.code, found.tries) == (Outcome.DEFERRED, None, 4)
    assert re.fullmatch(r"no answer from 127\.0\.0\.1:\d+ within 0\.05 s", found.answer)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [({"EHLO": ["250-here\n250 STARTTLS"], "STARTTLS": ["454 not now"] * 9}, Outcome.DEFERRED),
     ({"EHLO": ["250-here\n250 STARTTLS"], "STARTTLS": ["502 what?"]}, Outcome.REFUSED)],
)  # fmt: skip
def test_a_server_that_takes_starttls_back_is_told_nothing_in_clear(answers: dict[str, list[str]], outcome: Outcome) -> None:
    script = Script({verb: list(said) * 4 for verb, said in answers.items()})
    with speaking(script, Security.STARTTLS) as server:
        found = hand_over(replace(server, user="reports", password="secret"), MAIL, lambda _seconds: None)
    assert found.outcome is outcome
    assert {line.split()[0] for line in script.asked} <= {"ehlo", "EHLO", "STARTTLS", "QUIT"}


def test_stripped_starttls_ends_it() -> None:
    """A machine in the middle that cuts the word out of the server's offer."""
    script = Script({"EHLO": ["250-here\n250-XXXXXXXX\n250 AUTH PLAIN"]})
    with speaking(script, Security.STARTTLS) as server, pytest.raises(DeliveryError, match="offers no STARTTLS"):
        hand_over(replace(server, user="reports", password="secret"), MAIL, lambda _seconds: None)
    assert [line.split()[0].upper() for line in script.asked] == ["EHLO"]


def test_a_server_that_speaks_in_clear_where_tls_is_meant_is_no_case_for_another_try() -> None:
    with speaking(Script(), Security.TLS) as server, pytest.raises(DeliveryError, match="does not speak TLS; set `security: starttls`"):
        hand_over(server, MAIL, lambda _seconds: None)


@pytest.mark.parametrize(
    ("password", "said"), [("secret", "it offers GSSAPI, XOAUTH2"), ("pässwort", "holds a letter that mail servers do not take")]
)
def test_a_login_that_cannot_be_is_said(password: str, said: str) -> None:
    ways = "XOAUTH2 GSSAPI" if password.isascii() else "PLAIN"
    with speaking(Script({"EHLO": [f"250-here\n250 AUTH {ways}"]})) as server, pytest.raises(DeliveryError, match=said):
        hand_over(replace(server, user="reports", password=password), MAIL, lambda _seconds: None)


def test_one_bad_recipient_stops_nobody_and_each_has_a_connection_of_its_own(tmp_path: Path) -> None:
    script = Script({"RCPT": ["250 OK", "550 <ben@firm.example> unknown", *["451 <cleo@firm.example> later"] * 4, "250 OK"]})
    to = tuple(f"{name}@firm.example" for name in ("anna", "ben", "cleo", "dora"))
    addressed = Addressed(LETTER, SENDER, to, ("firm.example",), "", "2026-10", 1)
    with speaking(script) as server:
        ledger = deliver.opened(tmp_path / "deliveries.jsonl", "a secret of twenty characters")
        office = Office(server, ledger, lambda: NOW, lambda _seconds: None, lambda: None)
        found = [one.delivery for one in deliver.send(addressed, office)]
    assert [one and (one.outcome, one.code) for one in found] == [
        (Outcome.SENT, 250), (Outcome.REFUSED, 550), (Outcome.DEFERRED, 451), (Outcome.SENT, 250)
    ]  # fmt: skip
    assert sum(line.upper().startswith("EHLO") for line in script.asked) == 7
    noted = (tmp_path / "deliveries.jsonl").read_text("utf-8")
    assert not any(address in noted for address in ("ben", "cleo@", "anna", "dora"))
