"""Small exports written by hand, and the way from them to one build's tables."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ibis.expr.types import Table

from reportgen import activity, readers
from reportgen.activity import Part, Store
from reportgen.engine import Engine
from reportgen.model.counts import Profile
from reportgen.model.settings import ConversionRule, Settings
from reportgen.periods import day_number

Row = dict[str, Any]


def micros(text: str) -> int:
    """UTC microseconds of an ISO time; one without an offset is UTC."""
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round(moment.timestamp()) * 1_000_000 + moment.microsecond


def param(key: str, value: object) -> Row:
    """A parameter in BigQuery's NDJSON: integers as strings, nulls left out."""
    slot = "int_value" if isinstance(value, int) else "double_value" if isinstance(value, float) else "string_value"
    return {"key": key, "value": {slot: str(value) if slot == "int_value" else value}}


def ga4(name: str | None, time: str | int | None, visitor: str | None = "11.22", session: int | None = 1, /, **facts: Any) -> Row:
    """One GA4 record; `params` become parameters, everything else is a column."""
    params = {} if session is None else {"ga_session_id": session}
    params |= facts.pop("params", {})
    row = {
        "event_name": name,
        "event_timestamp": str(micros(time)) if isinstance(time, str) else time,
        "user_pseudo_id": visitor,
        "event_params": [param(key, value) for key, value in params.items()],
        **facts,
    }
    return {key: value for key, value in row.items() if value is not None}


def seen(page: str, time: str, visitor: str | None = "11.22", session: int | None = 1, /, **facts: Any) -> Row:
    """A GA4 page view."""
    params = {"page_location": f"https://firm.example{page}"} | facts.pop("params", {})
    return ga4("page_view", time, visitor, session, params=params, **facts)


def ndjson(rows: Iterable[Mapping[str, object]]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def rule(key: str, match: object = None, /, tier: str = "macro", **options: object) -> ConversionRule:
    """A rule on the event of its own name, unless it says otherwise."""
    matches = match if isinstance(match, list) else [match or {"event": [key]}]
    return ConversionRule.model_validate({"key": key, "label": key.title(), "tier": tier, "match": matches, **options})


def settings(*rules: ConversionRule, inputs: Sequence[Row] | None = None, zone: str = "UTC", **report: object) -> Settings:
    """Settings with one input `web` of every file in data/, unless they say otherwise."""
    base = {"site": {"name": "Firm", "zone": zone}, "inputs": inputs or [{"key": "web", "files": ["data"]}]}
    return Settings.model_validate({"report": base | report, "rules": rules})


@dataclass(frozen=True)
class Built:
    """One build's tables as rows in a fixed order, with what was found on the way."""

    sessions: list[Row]
    pages: list[Row]
    conversions: list[Row]
    facts: Profile
    parts: tuple[Part, ...]

    @property
    def events(self) -> int:
        return sum(int(row["events"]) for row in self.sessions)

    def converted(self, rule: str, *columns: str) -> list[Any]:
        """A rule's conversions in time order: the one column, or tuples of several."""
        found = sorted((row for row in self.conversions if row["rule"] == rule), key=lambda row: (row["time"], str(row["visitor"])))
        return [row[columns[0]] if len(columns) == 1 else tuple(row[name] for name in columns) for row in found]

    def session(self, visitor: str, session: object = None) -> Row:
        """The one session row of a visitor."""
        (found,) = (row for row in self.sessions if row["visitor"] == visitor and session in (None, row["session"]))
        return found


@dataclass(frozen=True)
class Exports:
    """A workspace's data folder and the engine that reads it."""

    engine: Engine
    folder: Path

    def put(self, name: str, content: bytes | str | Iterable[Mapping[str, object]]) -> "Exports":
        """Write one export below data/: bytes, text, or records as NDJSON; gzipped where the name ends so."""
        data = content if isinstance(content, bytes) else content.encode() if isinstance(content, str) else ndjson(content)
        file = self.folder / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
        return self

    def put_parquet(self, name: str, query: str) -> "Exports":
        """Write one Parquet export from a query of the engine."""
        file = self.folder / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        self.engine.rows(f"copy ({query}) to '{file}' (format parquet)")
        return self

    def events(self, chosen: Settings | None = None) -> list[Row]:
        """What the readers deliver, in time order, before anything is kept."""
        chosen = chosen or settings(rule("contact"))
        wanted = readers.Wanted(activity.wanted_params(chosen), chosen.report.site.zone)
        rows: list[Row] = []
        for source in chosen.report.inputs:
            found = readers.find(self.folder, (source,))
            for staged, _ in readers.read(self.engine, found, wanted):
                rows += self.engine.run(staged.events).astype(object).where(lambda frame: frame.notna(), None).to_dict("records")
        return sorted(rows, key=lambda row: (row["event_time"], row["seq"], row["event_name"]))

    @property
    def store(self) -> Store:
        return Store(self.folder / ".reportgen" / "parts")

    def keys(self, chosen: Settings) -> dict[readers.Export, str]:
        """Each export with the name that its kept part has under these settings."""
        digests = {source.key: activity.digest(chosen, source, self.engine.version) for source in chosen.report.inputs}
        found = readers.find(self.folder, chosen.report.inputs)
        return {export: self.store.key(readers.content_hash(export), digests[export.input.key]) for export in found}

    def gather(self, chosen: Settings | None = None) -> tuple[Part, ...]:
        """The kept parts of all exports; those not kept yet are read, the exports of an input together."""
        chosen = chosen or settings(rule("contact"))
        keys = self.keys(chosen)
        parts = {key: part for key in keys.values() if (part := self.store.load(key))}
        wanted = readers.Wanted(activity.wanted_params(chosen), chosen.report.site.zone)
        for source in chosen.report.inputs:
            new = [export for export, key in keys.items() if export.input is source and key not in parts]
            for staged, files in readers.read(self.engine, new, wanted):
                kept = activity.keep(self.engine, self.store, {file: keys[export] for file, export in files.items()}, staged, chosen)
                parts |= {part.key: part for part in kept.values()}
        return tuple(parts[key] for key in dict.fromkeys(keys.values()))

    def build(self, chosen: Settings | None = None, as_of: date = date(2099, 12, 31)) -> Built:
        """The tables of one build that sees everything up to `as_of`."""
        chosen = chosen or settings(rule("contact"))
        parts = self.gather(chosen)
        tables, facts = activity.view(self.engine, parts, chosen, day_number(as_of))
        named = (self.named(tables, table) for table in (tables.sessions, tables.pages, tables.conversions))
        return Built(*(rows(self.engine.run(table)) for table in named), facts, parts)

    def named(self, tables: activity.Tables, table: Table) -> Table:
        """One of a build's tables with its visitors by name."""
        found = table.left_join(tables.names, table.visitor == tables.names.number, rname="of_{name}")
        return found.select(**{name: found.of_visitor if name == "visitor" else found[name] for name in table.columns})


def rows(frame: Any) -> list[Row]:
    """A frame as rows in an order that their content gives; null is None, whole numbers are whole."""
    plain = frame.astype(object).where(frame.notna(), None).to_dict("records")
    clean = [{name: int(value) if isinstance(value, float) else value for name, value in row.items()} for row in plain]
    return sorted(clean, key=lambda row: json.dumps(row, sort_keys=True, default=str))
