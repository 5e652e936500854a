"""Reports on their way to their readers: mail over SMTP, never twice, and a ledger that proves it."""

from reportgen.deliver.ledger import Ledger, opened, periods_left_open, periods_sent, sent
from reportgen.deliver.message import address, masked, message
from reportgen.deliver.send import Addressed, Office, Told, guard, send, send_test, settle

__all__ = [
    "Addressed",
    "Ledger",
    "Office",
    "Told",
    "address",
    "guard",
    "masked",
    "message",
    "opened",
    "periods_left_open",
    "periods_sent",
    "send",
    "send_test",
    "sent",
    "settle",
]
