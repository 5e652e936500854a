"""The only room where numbers become words. Every text of a report is made here, from the message catalogue."""

from reportgen.wording.board import board
from reportgen.wording.catalogue import Voice, voice
from reportgen.wording.method import explain
from reportgen.wording.report import document, labels, status_badge

__all__ = ["Voice", "board", "document", "explain", "labels", "status_badge", "voice"]
