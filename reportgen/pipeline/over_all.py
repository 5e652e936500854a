"""The pages over all periods of a site, made from the manifests alone: one month more costs that month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import archive, render, wording
from reportgen.model.document import Archive, IndexEntry, Link
from reportgen.model.findings import Findings
from reportgen.model.settings import Brand

if TYPE_CHECKING:
    from reportgen import charts

INDEX, FEED, LATEST = "index.html", "feed.xml", "latest/index.html"


def over_all(findings: Findings, brand: Brand, site: Path, shell: render.Shell, look: charts.Look) -> dict[str, bytes]:
    """By their names below the site: the archive with its feed, the way to the latest report, and what all pages share. `findings` are
    those of the report just built: their language is the archive's. `look` is what its charts are drawn with."""
    entries = _entries(findings, site)
    page = wording.archive_page(findings, entries, brand)
    # what leads to others comes after them: a run that dies on the way leaves no link to nothing
    pages = {
        **_scripts(entries, shell, "assets/", "../"),
        **_of_editions(findings, brand, site, shell, entries),
        LATEST: _leading_to(page, f"../{entries[0].href}"),
        FEED: render.feed(page, shell),
        INDEX: render.index(page, _drawn(page, look), shell),
    }
    return {**assets(shell), **{name: text.encode() for name, text in pages.items()}}


def _of_editions(findings: Findings, brand: Brand, site: Path, shell: render.Shell, entries: Sequence[IndexEntry]) -> dict[str, str]:
    """What lies beside the earlier editions of each period that has some. A page that has moved to `editions/N` still says `../index.html`
    and `../assets/`: there it finds the way to every edition, and a style sheet that shows it."""
    pages: dict[str, str] = {}
    up = wording.links(findings, "../../", pdf=False)[-1:]
    voice = wording.voice(findings.locale, findings.currency)
    for entry in (entry for entry in entries if entry.earlier):
        page = wording.editions_page(findings, entry.title, _editions(voice, findings.site, site, entry.key), brand)
        place = f"{entry.key}/{archive.EDITIONS}/"
        pages |= {f"{place}assets/{name}": content.decode() for name, content in render.earlier_assets(shell).items()}
        pages |= _scripts(entries, shell, f"{place}assets/", "../../../")
        pages[f"{place}{INDEX}"] = render.index(page, {}, replace(shell, root="../../", links=up))
    return pages


def _editions(voice: wording.Voice, name: str, site: Path, key: str) -> tuple[IndexEntry, ...]:
    """Every edition of a period with what changed beneath it, the newest first. The newest keeps the period's key: others lead to it."""
    every = archive.editions(site, key)
    told = [
        wording.of_edition(
            voice,
            entry_of(each, name=name, href=f"{each.edition}/index.html"),
            each.about.as_of,
            (before.edition, archive.changed(before.about, each.about)) if before else None,
        )
        for each, before in zip_longest(every, every[1:])
    ]
    return (replace(told[0], key=key, href="../index.html"), *told[1:])


def assets(shell: render.Shell) -> dict[str, bytes]:
    """The files that all pages share, by their names below the site."""
    return {f"assets/{name}": content for name, content in render.assets(shell).items()}


def _scripts(entries: Sequence[IndexEntry], shell: render.Shell, place: str, top: str) -> dict[str, str]:
    """The scripts in the folder `place` of the site, from which `top` leads to its top."""
    return {f"{place}{name}": content.decode() for name, content in render.scripts(entries, shell, top).items()}


def claimed(shell: render.Shell) -> dict[str, bytes]:
    """Every name that the pages over all periods take in a new site, with the bytes of those that are known before there is a report."""
    return {**dict.fromkeys((INDEX, FEED, LATEST, *_scripts((), shell, "assets/", "")), b""), **assets(shell)}


def _entries(findings: Findings, site: Path) -> tuple[IndexEntry, ...]:
    voice = wording.voice(findings.locale, findings.currency)
    return tuple(
        replace(
            entry_of(each, name=findings.site, href=f"{each.about.key}/index.html"),
            note=wording.note(voice, each.edition, each.about.as_of),
            earlier=tuple(_link(voice, one) for one in archive.editions(site, each.about.key)[1:]) if each.edition > 1 else (),
        )
        for each in archive.entries(site)
    )


def _link(voice: wording.Voice, kept: archive.Manifest) -> Link:
    return wording.earlier_link(voice, kept.edition, f"{kept.about.key}/{archive.EDITIONS}/{kept.edition}/index.html")


def entry_of(kept: archive.Manifest, *, name: str, href: str) -> IndexEntry:
    """A published period as an entry; `name` tells its feed's entries from those of other sites."""
    about = kept.about
    return IndexEntry(
        key=about.key,
        title=about.title,
        href=href,
        badge=about.badge,
        goals=about.goals,
        edition=kept.edition,
        id=wording.entry_id(name, about.key),
        updated=wording.updated(about.as_of, kept.edition),
        sentences=about.sentences,
    )


def _drawn(page: Archive, look: charts.Look) -> dict[str, str]:
    from reportgen import charts

    return {trend.figure.id: charts.svg(trend.figure.chart, look, "html") for trend in page.trends}


def _leading_to(page: Archive, target: str) -> str:
    return render.redirect(target, page.labels, language=page.language, direction=page.direction)
