"""The only room where numbers become words. Every text of a report is made here, from the message catalogue."""

from reportgen.wording.advice import problems
from reportgen.wording.board import board, board_table
from reportgen.wording.catalogue import Voice, voice
from reportgen.wording.check import gates, ledger_text, plans
from reportgen.wording.cover import cover
from reportgen.wording.digest import digest
from reportgen.wording.digest import text as digest_text
from reportgen.wording.editions import moved, replaced
from reportgen.wording.method import explain
from reportgen.wording.report import document, labels, section_order, status_badge
from reportgen.wording.site import archive_page, earlier_link, editions_page, entry_id, links, marks, note, of_edition, title, updated

__all__ = [
    "Voice",
    "archive_page",
    "board",
    "board_table",
    "cover",
    "digest",
    "digest_text",
    "document",
    "earlier_link",
    "editions_page",
    "entry_id",
    "explain",
    "gates",
    "labels",
    "ledger_text",
    "links",
    "marks",
    "moved",
    "note",
    "of_edition",
    "plans",
    "problems",
    "replaced",
    "section_order",
    "status_badge",
    "title",
    "updated",
    "voice",
]
