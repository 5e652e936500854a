"""What a mail server may say, and what becomes of it: against a real one on this machine."""

import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from post import LETTER, PASSWORD, SENDER, Post, running

from reportgen.deliver.message import message
from reportgen.deliver.transport import WAITS, Envelope, deliver
from reportgen.errors import DeliveryError
from reportgen.model.delivery import Delivery, Outcome, Security, Server

TO = "owner@firm.example"
MAIL = Envelope("reports@northlight.example", TO, message(LETTER, SENDER, TO))


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """A server's certificate for localhost, and a machine that trusts its issuer."""
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    yield certified(authority, "localhost")


def certified(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def no_wait(seconds: float) -> None:
    assert seconds in WAITS


def sent(server: Server, sleep: Callable[[float], None] = no_wait) -> Delivery:
    return deliver(server, MAIL, sleep)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_mail_arrives_whole_over_a_protected_way_with_a_login(trusted: ssl.SSLContext, security: Security) -> None:
    post = Post()
    with running(post, trusted, security) as server:
        told = sent(server)
    assert (told.outcome, told.code, told.tries, post.logins) == (Outcome.SENT, 250, 1, 1)
    [(address, content)] = post.taken
    assert (address, content) == (TO, MAIL.mail)


def test_what_is_refused_for_now_is_tried_again_with_growing_waits() -> None:
    post, waited = Post(answers=["451 busy", "421 later", "drop"]), []
    with running(post) as server:
        told = sent(server, waited.append)
    assert (told.outcome, told.tries, len(post.taken)) == (Outcome.SENT, 4, 1)
    assert waited == list(WAITS) == sorted(WAITS)


def test_what_stays_refused_for_now_is_deferred_after_the_last_try() -> None:
    post = Post(answers=["450 4.2.0 <owner@firm.example>: mailbox busy"] * 9)
    with running(post) as server:
        assert sent(server) == Delivery(Outcome.DEFERRED, 450, "4.2.0 <o…@firm.example>: mailbox busy", 4)
    assert (post.asked, post.taken) == (4, [])


@pytest.mark.parametrize(("answers", "after"), [(["550 no such user"], []), ([], ["552 too large"]), (["530 login first"], [])])
def test_what_is_refused_for_good_is_not_tried_again(answers: list[str], after: list[str]) -> None:
    post = Post(answers=list(answers), after=list(after))
    with running(post) as server:
        told = sent(server)
    assert (told.outcome, told.code, told.tries, post.taken) == (Outcome.REFUSED, int((answers + after)[0][:3]), 1, [])


@pytest.mark.parametrize(("drop", "taken"), [("drop", 0), ("drop after", 1)])
def test_a_way_that_breaks_once_the_letter_has_gone_out_leaves_it_unknown(drop: str, taken: int) -> None:
    """From outside both look the same: so it is not tried again."""
    post = Post(after=[drop])
    with running(post) as server:
        told = sent(server)
    assert (told.outcome, told.code, told.tries, len(post.taken)) == (Outcome.UNKNOWN, None, 1, taken)


def test_a_server_that_is_not_there_is_asked_again() -> None:
    with running(Post()) as server:
        pass
    told = sent(server)
    assert (told.outcome, told.code, told.tries) == (Outcome.DEFERRED, None, 4)


def test_a_wrong_password_is_said_without_it(trusted: ssl.SSLContext) -> None:
    post = Post()
    with running(post, trusted, Security.STARTTLS) as server:
        wrong = Server(server.host, server.port, server.security, server.user, "another", 5.0)
        with pytest.raises(DeliveryError, match="localhost refused the login") as caught:
            sent(wrong)
    assert "another" not in str(caught.value)
    assert (post.logins > 0, post.taken) == (True, [])
    assert PASSWORD not in repr(server)


def test_a_certificate_that_nobody_vouches_for_stops_it(authority: trustme.CA, trusted: ssl.SSLContext) -> None:
    other = certified(trustme.CA(), "localhost")
    for context, reason in ((other, "not trusted"), (certified(authority, "mail.firm.example"), "not trusted")):
        for security in (Security.STARTTLS, Security.TLS):
            post = Post()
            with running(post, context, security) as server, pytest.raises(DeliveryError, match=reason):
                sent(server)
            assert (post.asked, post.logins) == (0, 0)


def test_a_server_without_starttls_is_not_told_the_password() -> None:
    post = Post()
    with running(post) as server, pytest.raises(DeliveryError, match="offers no STARTTLS"):
        sent(Server(server.host, server.port, Security.STARTTLS, "reports", "secret", 5.0))
    assert post.asked == 0


def test_an_unprotected_way_leads_to_this_machine_only() -> None:
    with pytest.raises(DeliveryError, match="only for a server on this machine"):
        sent(Server("192.0.2.1", 25, Security.NONE, timeout=1.0))
