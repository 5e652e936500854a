"""The agency's own page over all clients, made from how each command ended and what each client's site has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from reportgen import archive, deliver, render, settings, wording
from reportgen.errors import ReportgenError, SchemaTooNewError
from reportgen.model.batch import ClientDone, Ending
from reportgen.model.document import IndexEntry
from reportgen.model.settings import Settings
from reportgen.model.tables import COVER_SCHEMA
from reportgen.pipeline.ask import Workspace
from reportgen.pipeline.batch import Ran
from reportgen.pipeline.chosen import loaded
from reportgen.pipeline.over_all import INDEX, assets, entry_of

BUILD, SEND = "build", "send"
GATE = 5
RECORD = "clients.json"
SHELL = render.Shell(root="")
Endings = Mapping[str, Ending]
"""The last ending of each of a client's commands."""


@contextmanager
def alone(workspace: Path, site: Path) -> Iterator[None]:
    """Keep every other command over all clients of this workspace away while the block runs; `site` is the folder that holds their sites.

    Raises BusyError, and InTheWayError where that folder is somebody else's.
    """
    archive.check_own(site, {INDEX: b"", **assets(SHELL)}, mark=RECORD)
    with archive.alone(workspace / "clients", "reportgen ... --all"):
        yield


def cover(workspace: Path, site: Path, command: str, ran: Sequence[Ran]) -> None:
    """Write `index.html` of the folder that holds every client's site, in the language of the first client whose settings can be read.

    `ran` is what became of `command` now; how the others ended before is kept beside the page, in `clients.json`.
    """
    archive.renew(site, lambda: _pages(workspace, site, command, {one.client: _ending(one) for one in ran}))


def _pages(workspace: Path, site: Path, command: str, now: Mapping[str, Ending]) -> dict[str, bytes]:
    before = _kept(site)
    # a new build has not been sent yet, however the one before it was
    stay = {} if command == BUILD else before
    known = {
        name: {**stay.get(name, {}), command: now[name]} if name in now else before.get(name, {}) for name in settings.clients(workspace)
    }
    places = {name: Workspace(workspace, name) for name in known}
    chosen = {name: _chosen(place) for name, place in places.items()}
    report = next((each.report for each in chosen.values() if each), None)
    done = [_done(place, site / name, known[name], chosen[name]) for name, place in places.items()]
    page = wording.cover(report.locale if report else "en", report.currency if report else "EUR", done)
    return {**assets(SHELL), RECORD: _record(known), INDEX: render.cover(page, SHELL).encode()}


def _ending(ran: Ran) -> Ending:
    lines = [line for line in ran.err.splitlines() if line.strip()]
    told = [line.split(": ", 1)[1] for line in lines if line.startswith(("error: ", "stopped: "))]
    return Ending(ran.code, (told or lines or [""])[-1] if ran.code else None)


def _kept(site: Path) -> Mapping[str, Endings]:
    """How the commands before ended; nothing where no page is there yet, or its record cannot be read. Raises SchemaTooNewError."""
    try:
        kept = json.loads((site / RECORD).read_text("utf-8"))
        if kept["schema"] > COVER_SCHEMA:
            raise SchemaTooNewError(site / RECORD, kept["schema"], COVER_SCHEMA)
        return {name: {command: Ending(**end) for command, end in ends.items()} for name, ends in kept["clients"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _record(known: Mapping[str, Endings]) -> bytes:
    clients = {name: {command: asdict(end) for command, end in ends.items()} for name, ends in known.items()}
    return json.dumps({"schema": COVER_SCHEMA, "clients": clients}, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _chosen(place: Workspace) -> Settings | None:
    with suppress(ReportgenError):
        return loaded(place).settings
    return None


def _done(place: Workspace, site: Path, ends: Endings, chosen: Settings | None) -> ClientDone:
    newest = _newest(site)
    sent, readers = _sent(place, newest, chosen) if newest and chosen else (None, None)
    built, mailed = ends.get(BUILD), ends.get(SEND)
    return ClientDone(
        client=site.name,
        error=built.said if built and built.code not in (0, GATE) else None,
        stopped=built.said if built and built.code == GATE else None,
        newest=_entry(site.name, newest) if newest else None,
        held=mailed.said if mailed else None,
        sent=sent,
        readers=readers,
    )


def _newest(site: Path) -> archive.Manifest | None:
    """The client's newest report; None also where the site cannot be read, which the client's own command says."""
    with suppress(ReportgenError):
        return next(iter(archive.entries(site)), None)
    return None


def _entry(client: str, newest: archive.Manifest) -> IndexEntry:
    return entry_of(newest, name=client, href=f"{quote(client)}/{newest.about.key}/index.html")


def _sent(place: Workspace, newest: archive.Manifest, chosen: Settings) -> tuple[int | None, int | None]:
    """How many have got the newest edition, of how many; None for both where no mail is set up or the ledger cannot be read."""
    mail = chosen.report.delivery.mail
    with suppress(ReportgenError):
        if mail is not None:
            return deliver.sent(place.ledger, place.client or "", newest.about.key, newest.edition), len(mail.to)
    return None, None
