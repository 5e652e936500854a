"""Every address of a site leads somewhere: from disk, under a path prefix, and without a script."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from xml.etree import ElementTree

import links
import pytest
from looking import ask, look
from site_world import KEY, MONTHS, RANGE, Sites

pytestmark = pytest.mark.slow


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_told: object) -> None:
        """Nothing: pytest shows what matters."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on a local server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_every_address_in_every_page_sheet_and_feed_leads_somewhere(sites: Sites) -> None:
    assert links.faults(sites.firm) == []
    assert links.faults(sites.agency) == []


def test_a_client_s_site_leads_nowhere_outside_it(sites: Sites) -> None:
    for client in ("acme", "birch"):
        assert links.faults(sites.agency / client) == []


def test_the_check_finds_what_is_broken(tmp_path: Path) -> None:
    addresses = "".join(f'<a href="{address}"></a>' for address in ("gone.html", "#b", "/x", "../x"))
    (tmp_path / "page.html").write_text(f'<p id="a"></p><p id="a"></p>{addresses}<i aria-labelledby="c"></i>', "utf-8")
    (tmp_path / "page.css").write_text('x { src: url("gone.woff2") }', "utf-8")
    found = "\n".join(links.faults(tmp_path))
    for fault in (
        "two elements with the id a",
        "gone.html leads to nothing",
        "#b names no part",
        "/x is no address from here",
        "leads out",
    ):
        assert fault in found
    assert "gone.woff2 leads to nothing" in found and "no element has the id c" in found


@pytest.mark.parametrize("script", [True, False])
def test_the_site_works_from_disk_and_under_a_prefix(sites: Sites, script: bool) -> None:
    with served(sites.folder) as host:
        starts = [sites.firm.as_uri(), f"{host}/firm/site"]
        asks = [ask("lands", f"{start}/latest/index.html", script=script, until=f"{start}/{KEY}/index.html") for start in starts]
        asks += [ask("text", f"{start}/{KEY}/editions/1/index.html", script=script) for start in starts]
        found = look(asks)
    assert [each["url"] for each in found[:2]] == [f"{start}/{KEY}/index.html" for start in starts]
    assert all("October 2026" in each["title"] for each in found[:2])
    assert all("A newer edition of this report is out." in text for text in found[2:])


def test_every_period_and_edition_is_within_reach_of_the_archive(sites: Sites) -> None:
    """By links alone, two steps at most."""
    first = {(sites.firm / address).resolve() for address in links.leading(sites.firm / "index.html")}
    wanted = {sites.firm / key / "index.html" for key in (*MONTHS, RANGE)} | {sites.firm / KEY / "editions/1/index.html"}
    assert {page.resolve() for page in wanted} <= first


def test_editions_lead_to_each_other_and_only_the_earlier_says_that_it_was_replaced(sites: Sites) -> None:
    newest, earlier, editions = (sites.pages[name] for name in ("period", "earlier", "editions"))
    assert f"../index.html#entry-{KEY}" in links.leading(newest)
    assert (earlier.parent / "../index.html").resolve() == editions.resolve()
    assert {"../index.html", "1/index.html", "../../index.html"} <= set(links.leading(editions))
    texts = look([ask("text", page.as_uri()) for page in (newest, earlier, editions)])
    assert [text.count("A newer edition of this report is out.") for text in texts] == [0, 1, 0]
    assert "Earlier editions" in texts[0] and "Deal 2 → 3" in texts[0] and "Earlier editions" not in texts[1]
    assert "Editions of October 2026" in texts[2] and "The data changed since edition 1." in texts[2] and "The first edition." in texts[2]


def test_no_byte_of_an_edition_changes_and_its_manifest_proves_it(sites: Sites) -> None:
    folders = [*(sites.firm / key for key in (*MONTHS, RANGE)), sites.firm / KEY / "editions" / "1"]
    for folder in folders:
        files = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
        assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files} == files
        assert {"index.html", "report.json", "data/conversions.csv"} <= set(files)
    numbers = [json.loads((folder / "manifest.json").read_text("utf-8"))["edition"] for folder in folders]
    assert numbers == [1, 1, 2, 1, 1]


def test_the_feed_is_atom(sites: Sites) -> None:
    """RFC 4287: one id, title and updated each; unique ids that are IRIs; RFC 3339 moments; no two alternates of one type."""
    feed = ElementTree.parse(sites.firm / "feed.xml").getroot()
    entries = feed.findall(f"{links.ATOM}entry")
    assert feed.tag == f"{links.ATOM}feed" and len(entries) == len(MONTHS) + 1
    for part in (feed, *entries):
        assert [len(part.findall(f"{links.ATOM}{name}")) for name in ("id", "title", "updated")] == [1, 1, 1]
    ids = [part.findtext(f"{links.ATOM}id") or "" for part in (feed, *entries)]
    assert len(set(ids)) == len(ids) and all(each.startswith("urn:uuid:") for each in ids)
    moments = [part.findtext(f"{links.ATOM}updated") or "" for part in (feed, *entries)]
    assert all(len(each) == 20 and each[10] == "T" and each.endswith("Z") for each in moments)
    assert moments[0] == max(moments[1:])
    assert [link.get("rel") for link in feed.findall(f"{links.ATOM}link")] == ["self", "alternate"]
    assert all([link.get("rel") for link in entry.findall(f"{links.ATOM}link")] == ["alternate"] for entry in entries)
    assert feed.find(f"{links.ATOM}author/{links.ATOM}name") is not None
