"""The race's exports: one made-up site's events, a file a month, a row an event, and the workspace that reports on them.

The events are those of `tests.bench.exports` without bots, in two forms: flat as a tool's table export or a warehouse's query has them
(CSV.gz), and as GA4's own export hands them out of BigQuery (NDJSON.gz, whole numbers as texts, nulls left out). Everybody reads the
same files.
"""

import shutil
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

import duckdb

from tests.bench import exports

OWN = Path(__file__).parent / "workspace"
"""What a user of reportgen writes."""
FLAT = """
copy (
    select strftime(make_timestamp(event_timestamp), '%Y-%m-%dT%H:%M:%S.%fZ') as event_time, event_name, user_pseudo_id as visitor_id,
        {whole} as session_id, {page} as page_location, {title} as page_title, {source} as source, {medium} as medium,
        {campaign} as campaign, device.category as device, device.operating_system as system, device.language as language,
        geo.continent as continent, geo.country as country, geo.city as city, {form} as form, {method} as method,
        {file} as file_name, {engaged} as session_engaged,
        {number} as session_number, {msec} as engagement_time_msec, {scrolled} as percent_scrolled, stream_id, platform,
        event_bundle_sequence_id as bundle
    from read_parquet('{read}')
) to '{write}' (format csv, compression gzip)
"""
PARAMETERS = {
    "whole": ("ga_session_id", "int_value"), "page": ("page_location", "string_value"), "title": ("page_title", "string_value"),
    "source": ("source", "string_value"), "medium": ("medium", "string_value"), "campaign": ("campaign", "string_value"),
    "form": ("form", "string_value"), "method": ("method", "string_value"), "file": ("file_name", "string_value"),
    "engaged": ("session_engaged", "string_value"), "number": ("ga_session_number", "int_value"),
    "msec": ("engagement_time_msec", "int_value"), "scrolled": ("percent_scrolled", "int_value"),
}  # fmt: skip


NATIVE = """
copy (
    select regexp_replace(regexp_replace(to_json(event)::varchar, '"[a-z_]+":null,', '', 'g'), ',?"[a-z_]+":null', '', 'g') from (
        select * replace (
            event_timestamp::varchar as event_timestamp, event_bundle_sequence_id::varchar as event_bundle_sequence_id,
            list_transform(event_params, x -> {{'key': x.key, 'value': {{'string_value': x.value.string_value,
                'int_value': x.value.int_value::varchar, 'double_value': x.value.double_value}}}}) as event_params
        ) from read_parquet('{read}')
    ) as event
) to '{write}' (format csv, header false, delimiter '\x01', quote '', escape '', compression gzip)
"""
COLUMNS = """\
    columns:
      time: event_time
      event: event_name
      visitor: visitor_id
      session: session_id
      page: page_location
      source: source
      medium: medium
      campaign: campaign
      device: device
      country: country
      platform: platform
"""
"""What the settings say of a flat export, and need not of GA4's own."""


class Form(StrEnum):
    """How the exports are written: what their names end with."""

    FLAT = "csv.gz"
    GA4 = "json.gz"


def months(count: int, last: date = exports.LAST) -> tuple[date, ...]:
    """The first days of so many months up to the last."""
    index = last.year * 12 + last.month - 1
    return tuple(date(place // 12, place % 12 + 1, 1) for place in range(index - count + 1, index + 1))


def write(folder: Path, events: int, count: int, form: Form = Form.FLAT) -> Path:
    """`folder`/data with so many months of so many events, made where they are missing; and the folder."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    missing = [month for month in months(count) if not export(folder, month, form).exists()]
    if missing:
        exports.write(folder / "made", events, count, bots=False)
    for month in missing:
        _written(folder / "made" / "data" / f"events_{month:%Y%m}.parquet", export(folder, month, form), form)
    shutil.rmtree(folder / "made", ignore_errors=True)
    return folder


def export(folder: Path, month: date, form: Form = Form.FLAT) -> Path:
    """A month's file."""
    return folder / "data" / f"events_{month:%Y-%m}.{form}"


def workspace(folder: Path, made: Path, every: Sequence[date], *, pdf: bool = False) -> Path:
    """A workspace of reportgen on these months' exports, without anything kept."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(OWN, folder / "config")
    settings = folder / "config" / "report.yaml"
    text = settings.read_text(encoding="utf-8")
    if pdf:
        text = text.replace("pdf: none\n", "")
    if form_of(made) is Form.GA4:
        text = text.replace(COLUMNS, "").replace(Form.FLAT, Form.GA4)
    settings.write_text(text, encoding="utf-8")
    for month in every:
        arrive(folder, made, month)
    return folder


def arrive(folder: Path, made: Path, month: date) -> None:
    """A month's export arrives: as a link, so that all share one file cache."""
    (folder / "data").mkdir(exist_ok=True)
    form = form_of(made)
    export(folder, month, form).hardlink_to(export(made, month, form))


def form_of(made: Path) -> Form:
    """In which form the exports of a folder are; it has one alone."""
    return Form.GA4 if any((made / "data").glob(f"*.{Form.GA4}")) else Form.FLAT


def _written(read: Path, write_to: Path, form: Form) -> None:
    picked = {name: _picked(*parameter) for name, parameter in PARAMETERS.items()}
    unfinished = write_to.with_suffix(".unfinished")
    with duckdb.connect() as database:
        database.execute("set enable_progress_bar = false")
        database.execute((FLAT if form is Form.FLAT else NATIVE).format(read=read, write=unfinished, **picked))
    unfinished.replace(write_to)


def _picked(key: str, slot: str) -> str:
    return f"list_filter(event_params, x -> x.key = '{key}')[1].value.{slot}"
