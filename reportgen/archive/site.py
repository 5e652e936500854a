"""Periods and their editions in a site's folder.

    SITE/index.html, SITE/latest/index.html       pages over all periods, placed one by one
    SITE/2026-10/                                 the newest edition
    SITE/2026-10/editions/1/                      an earlier one, as it was

An edition is never changed once it is out: its files keep their bytes for good. A page that names its own files relatively therefore
still works after it has moved to `editions/`.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportgen.archive import disk, manifest
from reportgen.archive.data import findings as read_findings
from reportgen.archive.guard import EDITIONS, KEY, check_key, check_links, check_names, check_report
from reportgen.archive.manifest import About, Manifest
from reportgen.errors import OutputError
from reportgen.model.findings import Findings
from reportgen.model.tables import MANIFEST_SCHEMA


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that a build will be: its number, known before a page is drawn.

    `changed` is False when the very same facts and data are already out under this number; `kept` are the files it has there.
    """

    number: int
    changed: bool
    digest: str
    kept: frozenset[str]


@dataclass(frozen=True, slots=True)
class Published:
    """Where the period's newest edition is. `changed` tells whether anything was written."""

    folder: Path
    edition: int
    changed: bool


def edition_for(site: Path, key: str, facts: bytes, data: Mapping[str, bytes]) -> Edition:
    """Which edition these findings are of the period `key`.

    `facts` is `report.json` in its canonical form without the edition's number; `data` the data files by name. The same bytes as in
    the newest edition are that edition, anything else is the next. An earlier edition never comes back: facts that return to an older
    state are a new edition. Writes nothing. Raises InTheWayError where something else has the period's name.
    """
    check_key(key)
    check_report(site / key)
    newest = _newest(site, key)
    found = manifest.digest(facts, data)
    if newest is None:
        return Edition(1, changed=True, digest=found, kept=frozenset())
    if newest.digest == found:
        return Edition(newest.edition, changed=False, digest=found, kept=frozenset(newest.files))
    return Edition(newest.edition + 1, changed=True, digest=found, kept=frozenset())


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest edition of a period as it lies in the site. `findings` is None where another version wrote them, `settings` the bytes of
    `settings.json`, None where the edition has none."""

    manifest: Manifest
    findings: Findings | None
    settings: bytes | None


def newest(site: Path, key: str) -> Kept | None:
    """The period's newest edition; None where there is none. Raises as `manifest.load`."""
    found = _newest(site, key)
    if found is None:
        return None
    folder = site / key if (site / key).is_dir() else disk.old_name(site / key)
    report, settings = (_content(folder / name) for name in ("report.json", "settings.json"))
    try:
        return Kept(found, None if report is None else read_findings(report), settings)
    except ValueError:
        return Kept(found, None, settings)


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def override(site: Path, key: str) -> str | None:
    """The reason that the period's newest edition gives for passing a gate; None where there is none."""
    newest = _newest(site, key)
    return newest.about.override if newest else None


def publish(site: Path, about: About, edition: Edition, files: Mapping[str, bytes]) -> Published:
    """Put the edition's files (names relative to the period's folder) in place: all of them or, interrupted at any moment, none.

    The edition before it moves to `editions/N`. An edition that is out already is left alone, byte for byte; only files that it
    lacks (a PDF that could not be made at the time) are added. So it is where another build has published the very same in the meantime.
    Raises OutputError where nothing can be written, a file's name leads out of its folder, or another build has published in
    the meantime; InTheWayError where something else has the period's name.
    """
    check_key(about.key)
    folder = site / about.key
    check_names(folder, files)
    with disk.writing(site):
        check_report(folder)
        before = manifest.load(folder)
        if edition.changed and before and (before.edition, before.digest) == (edition.number, edition.digest):
            return Published(folder, edition.number, changed=False)
        _check_turn(folder, before, edition)
        added = {name: content for name, content in files.items() if name not in edition.kept}
        if not edition.changed and not added:
            return Published(folder, edition.number, changed=False)
        _prepare(folder, before, _manifest(about, before, edition, added), added)
        disk.replace_folder(folder)
    return Published(folder, edition.number, changed=True)


def place(site: Path, pages: Mapping[str, bytes]) -> tuple[str, ...]:
    """Put pages that stand over all periods (names relative to the site) in place, each in one step.

    Returns the names of those whose bytes differ from what was there; the others are not touched. Raises OutputError, and InTheWayError
    for a name that leads over a symbolic link.
    """
    return renew(site, lambda: pages)


def renew(site: Path, pages: Callable[[], Mapping[str, bytes]]) -> tuple[str, ...]:
    """As `place`, with pages that are made while nobody else writes: they tell of every edition that is out, and never of fewer."""
    with disk.writing(site):
        made = pages()
        check_names(site, made)
        for name in made:
            check_links(site, name)
        return tuple(name for name, content in made.items() if disk.replace_file(site, name, content))


def copy(site: Path, target: Path) -> None:
    """Copy a site as its readers see it: without what a writer may have left unfinished, and without links. Raises OutputError."""

    def left(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if disk.is_unfinished(name) or (Path(folder) / name).is_symlink()]

    try:
        with disk.reading(site):
            shutil.copytree(site, target, ignore=left)
    except (OSError, shutil.Error) as error:
        raise OutputError(target, str(error)) from error


def entries(site: Path) -> tuple[Manifest, ...]:
    """The newest edition of every period in the site, the period that ends last first; of equal ends the longest first.

    Raises SchemaTooNewError and DataError as `manifest.load`, InTheWayError for a period that is a symbolic link.
    """
    if not site.is_dir():
        return ()
    folders = [folder for folder in site.iterdir() if KEY.fullmatch(folder.name)]
    for folder in folders:
        check_links(site, folder.name)
    found = map(manifest.load, folders)
    return tuple(sorted((each for each in found if each), key=_age, reverse=True))


def editions(site: Path, key: str) -> tuple[Manifest, ...]:
    """Every edition of a period, the newest first. Raises as `manifest.load`, InTheWayError for a symbolic link."""
    folder = site / key / EDITIONS
    numbers = [each.name for each in folder.iterdir() if each.name.isdecimal()] if folder.is_dir() else []
    for number in numbers:
        check_links(site, f"{key}/{EDITIONS}/{number}")
    found = (_newest(site, key), *(manifest.load(folder / number) for number in numbers))
    return tuple(sorted((each for each in found if each), key=lambda each: -each.edition))


def _age(entry: Manifest) -> tuple[int, int]:
    period = entry.about.period
    return period.end.toordinal(), period.days


def _newest(site: Path, key: str) -> Manifest | None:
    """The period's newest edition, also when a dead writer left it waiting beside its place."""
    return manifest.load(site / key) or manifest.load(disk.old_name(site / key))


def _check_turn(folder: Path, before: Manifest | None, edition: Edition) -> None:
    """An edition follows the one it was numbered after, or is that very one."""
    number = before.edition if before else 0
    follows = edition.number == number + 1 if edition.changed else before is not None and before.digest == edition.digest
    if not follows:
        raise OutputError(folder, "another build published this period in the meantime (build it again)")


def _manifest(about: About, before: Manifest | None, edition: Edition, added: Mapping[str, bytes]) -> Manifest:
    prints = {name: manifest.fingerprint(content) for name, content in added.items()}
    if before and not edition.changed:
        return Manifest(MANIFEST_SCHEMA, before.edition, before.digest, before.about, {**before.files, **prints})
    return Manifest(MANIFEST_SCHEMA, edition.number, edition.digest, about, prints)


def _prepare(folder: Path, before: Manifest | None, record: Manifest, added: Mapping[str, bytes]) -> None:
    """Lay out the period's next state beside its place: new files, and whatever stays of the old ones."""
    fresh = disk.new_name(folder)
    fresh.mkdir()
    if before and before.edition == record.edition:
        disk.take_over(folder, fresh, without=frozenset({manifest.NAME}))
    elif before:
        disk.take_over(folder, fresh / EDITIONS / str(before.edition), without=frozenset({EDITIONS}))
        if (folder / EDITIONS).is_dir():
            disk.take_over(folder / EDITIONS, fresh / EDITIONS)
    disk.write_tree(fresh, {**added, manifest.NAME: manifest.encode(record)})
