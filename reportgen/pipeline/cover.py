"""The agency's own page over all clients, made from what each command said and what each client's site has."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from reportgen import archive, deliver, readers, render, settings, wording
from reportgen.errors import ReportgenError
from reportgen.model.batch import ClientDone
from reportgen.model.document import IndexEntry
from reportgen.pipeline.batch import Ran
from reportgen.pipeline.over_all import entry_of

GATE = 5


def cover(workspace: Path, site: Path, ran: Sequence[Ran]) -> None:
    """Write `index.html` of the folder that holds every client's site, in the language of the first client whose settings can be read."""
    locale, currency = _language(workspace, ran)
    page = wording.cover(locale, currency, [_done(workspace, site, one) for one in ran])
    shell = render.Shell(root="")
    assets = {f"assets/{name}": content for name, content in render.assets(shell).items()}
    archive.place(site, {**assets, "index.html": render.cover(page, shell).encode()})


def _language(workspace: Path, ran: Sequence[Ran]) -> tuple[str, str]:
    for client in sorted(one.client for one in ran):
        with suppress(ReportgenError):
            report = settings.load(workspace, client, recognise=readers.recognised(workspace)).settings.report
            return report.locale, report.currency
    return "en", "EUR"


def _done(workspace: Path, site: Path, ran: Ran) -> ClientDone:
    newest = next(iter(archive.entries(site / ran.client)), None)
    sent, readers = _sent(workspace, ran.client, newest) if newest else (None, None)
    return ClientDone(
        client=ran.client,
        error=_last(ran.err, "error: ") if ran.code not in (0, GATE) else None,
        stopped=_last(ran.err, "stopped: ") if ran.code == GATE else None,
        newest=_entry(ran.client, newest) if newest else None,
        sent=sent,
        readers=readers,
    )


def _entry(client: str, newest: archive.Manifest) -> IndexEntry:
    return entry_of(newest, name=client, href=f"{client}/{newest.about.key}/index.html")


def _last(said: str, start: str) -> str:
    """The last line that begins so, without its beginning; else the last line of all."""
    lines = [line for line in said.splitlines() if line.strip()]
    told = [line.removeprefix(start) for line in lines if line.startswith(start)]
    return (told or lines or [""])[-1]


def _sent(workspace: Path, client: str, newest: archive.Manifest) -> tuple[int | None, int | None]:
    """How many have got the newest edition, of how many; None for both where no mail is set up or the settings cannot be read."""
    try:
        mail = settings.load(workspace, client, recognise=readers.recognised(workspace)).settings.report.delivery.mail
        if mail is None:
            return None, None
        file = workspace / "clients" / client / "deliveries.jsonl"
        return deliver.sent(file, client, newest.about.key, newest.edition), len(mail.to)
    except ReportgenError:
        return None, None
