"""Every format that is known by its content. A new one is a module and a line here: a mapping of columns, or a reader of its own."""

from __future__ import annotations

from types import ModuleType

from reportgen.engine import Embedded
from reportgen.errors import DataError, Problem
from reportgen.model.settings import InputFormat
from reportgen.readers import amplitude, ga4, matomo, mixpanel, posthog, records, segment, snowplow, table, ua, umami
from reportgen.readers.files import Opened
from reportgen.readers.vendor import Vendor

Reader = ModuleType | Vendor
VENDORS = tuple(Vendor(each.NAME, each.known, each.MAPPED) for each in (amplitude, matomo, mixpanel, posthog, segment, snowplow, umami))
READERS: tuple[Reader, ...] = (ga4, ua, *VENDORS, table)
TOOLS = "GA4 or Universal Analytics (BigQuery), Amplitude, Matomo, Mixpanel, PostHog, Segment, Snowplow or Umami"


def reader_of(engine: Embedded, file: Opened, columns: tuple[str, ...]) -> Reader:
    """The one reader that knows this file with these columns, or that its settings name. Raises DataError for none, and for several."""
    if file.export.input.records is not None or file.export.input.members is not None:
        return records
    asked = file.export.input.format
    if asked is not InputFormat.AUTO:
        reader = next(reader for reader in READERS if asked.value == reader.NAME)
        if not reader.identify(file, columns):
            raise DataError(
                Problem(
                    file.export.place,
                    "",
                    f"this is no {asked.value} export (columns: {_some(columns)})",
                    "leave `format` out, or map `columns`",
                )
            )
        return reader
    known = [reader for reader in READERS if reader.identify(file, columns)]
    if len(known) > 1:
        raise DataError(Problem(file.export.place, "", "more than one reader knows this file", "say which with `format`"))
    if not known:
        raise DataError(
            Problem(
                file.export.place,
                f"inputs.{file.export.input.key}",
                f"unknown format (columns: {_some(columns)})",
                f"map its `columns` in report.yaml (of totals its `counters`, or name a `preset`), or give an export of {TOOLS}",
            )
        )
    return known[0]


def _some(columns: tuple[str, ...]) -> str:
    shown = ", ".join(column[:30] for column in columns[:8])
    return f"{shown}, ..." if len(columns) > 8 else shown or "none"
