"""The site on disk: periods, their editions, and the pages over all of them.

A build asks `edition_for` (the number is printed on the front page), draws its pages, hands them to `publish`, and then has
the pages over all periods, made from `entries`, put in place by `place`.
"""

from reportgen.archive.compare import changed, compare, sources
from reportgen.archive.data import findings, report_facts, report_json, report_schema, tables
from reportgen.archive.disk import alone, reading
from reportgen.archive.guard import EDITIONS, check_own
from reportgen.archive.manifest import About, Input, Manifest, fingerprint, schema
from reportgen.archive.site import Edition, Kept, Published, copy, edition_for, editions, entries, newest, override, place, publish, renew

__all__ = [
    "EDITIONS",
    "About",
    "Edition",
    "Input",
    "Kept",
    "Manifest",
    "Published",
    "alone",
    "changed",
    "check_own",
    "compare",
    "copy",
    "edition_for",
    "editions",
    "entries",
    "findings",
    "fingerprint",
    "newest",
    "override",
    "place",
    "publish",
    "reading",
    "renew",
    "report_facts",
    "report_json",
    "report_schema",
    "schema",
    "sources",
    "tables",
]
