"""One letter to everybody who gets it: never twice, never to the wrong people, and every recipient's outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportgen.deliver.ledger import Ledger, Sending, State
from reportgen.deliver.message import masked, message, written
from reportgen.deliver.transport import Envelope, Sleep, deliver
from reportgen.errors import DeliveryError
from reportgen.model.delivery import Delivery, Letter, Outcome, Sender, Server


@dataclass(frozen=True, slots=True)
class Addressed:
    """A letter and who gets it. `client` is empty for a workspace without clients; `allowed` are the domains that a recipient may have."""

    letter: Letter
    sender: Sender
    recipients: tuple[str, ...]
    allowed: tuple[str, ...]
    client: str
    period: str
    edition: int


@dataclass(frozen=True, slots=True)
class Told:
    """One recipient's part of a run. `delivery` is None for one who has it already."""

    recipient: str
    delivery: Delivery | None

    @property
    def shown(self) -> str:
        """The address as a log may show it."""
        return masked(self.recipient)


@dataclass(frozen=True, slots=True)
class Office:
    """What a run works with. `now` is asked before each line of the ledger. `keep` makes the ledger outlive the machine, after a letter is
    noted as begun and before it goes out; it raises DeliveryError where it cannot."""

    server: Server
    ledger: Ledger
    now: Callable[[], datetime]
    sleep: Sleep
    keep: Callable[[], None]


def guard(recipients: Sequence[str], allowed: Sequence[str]) -> None:
    """Refuse the whole letter where one recipient is at a domain that is not allowed, or stands there twice, or is no address.

    Raises DeliveryError; subdomains are domains of their own.
    """
    domains = {domain.casefold() for domain in allowed}
    for recipient in recipients:
        domain = written(recipient).rpartition("@")[2]
        if domain not in domains and recipient.rpartition("@")[2].casefold() not in domains:
            raise DeliveryError(f"{masked(recipient)} is at no allowed domain ({', '.join(allowed) or 'none is'}); nothing was sent")
    folded = [recipient.casefold() for recipient in recipients]
    if double := next((one for one in folded if folded.count(one) > 1), None):
        raise DeliveryError(f"{masked(double)} stands twice among the recipients; nothing was sent")


def send(addressed: Addressed, office: Office) -> tuple[Told, ...]:
    """Send to everybody who does not have this edition yet, one mail each, and note each before and after.

    Raises DeliveryError before anything goes out where somebody may have got it already (a run that died in between), and as `guard` and
    `transport.deliver`. Those that fail are told, not raised.
    """
    guard(addressed.recipients, addressed.allowed)
    with office.ledger.held():
        keys, states = _keys(addressed, office.ledger), _states(addressed, office.ledger)
        if open_ones := [one for one, key in keys.items() if states.get(key) is State.STARTED]:
            raise DeliveryError(_unsettled(open_ones))
        have = {one for one, key in keys.items() if states.get(key) is State.SENT}
        return tuple(
            Told(one, None if one in have else _delivered(office, _envelope(addressed, one), keys[one])) for one in addressed.recipients
        )


def send_test(addressed: Addressed, server: Server, sleep: Sleep) -> tuple[Told, ...]:
    """Send to everybody addressed without a ledger: for a look at the mail before the readers get it. Raises as `send`."""
    guard(addressed.recipients, addressed.allowed)
    return tuple(Told(one, deliver(server, _envelope(addressed, one), sleep)) for one in addressed.recipients)


def settle(addressed: Addressed, office: Office, *, arrived: bool) -> tuple[str, ...]:
    """Note for every sending that was begun and never ended that it arrived, or did not; who they are, masked."""
    with office.ledger.held():
        keys, states = _keys(addressed, office.ledger), _states(addressed, office.ledger)
        found = [one for one, key in keys.items() if states.get(key) is State.STARTED]
        for one in found:
            office.ledger.settle(keys[one], State.SENT if arrived else State.FAILED, office.now())
    return tuple(map(masked, found))


def _keys(addressed: Addressed, ledger: Ledger) -> dict[str, Sending]:
    return {one: ledger.sending(addressed.client, addressed.period, addressed.edition, one) for one in addressed.recipients}


def _states(addressed: Addressed, ledger: Ledger) -> Mapping[Sending, State]:
    return ledger.states_of(addressed.client, addressed.period, addressed.edition)


def _unsettled(recipients: Sequence[str]) -> str:
    who = ", ".join(map(masked, recipients))
    return (
        f"an earlier run stopped while it was sending, so {who} may have got this edition; look into the mail server's log or ask, "
        "then say `reportgen send --settle arrived` or `reportgen send --settle lost`; nothing was sent"
    )


def _envelope(addressed: Addressed, recipient: str) -> Envelope:
    return Envelope(written(addressed.sender.address), written(recipient), message(addressed.letter, addressed.sender, recipient))


def _delivered(office: Office, envelope: Envelope, key: Sending) -> Delivery:
    office.ledger.begin(key, office.now())
    try:
        office.keep()
        told = deliver(office.server, envelope, office.sleep)
    except DeliveryError:
        # nothing has gone out: keeping the ledger, or the way to the server, is what failed
        office.ledger.end(key, Delivery(Outcome.DEFERRED, None, "it did not go out"), office.now())
        raise
    office.ledger.end(key, told, office.now())
    return told
