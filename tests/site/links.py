"""Every address that a site's files give, and whether it leads somewhere in the site."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
GIVING = {"href", "src", "srcset", "data", "poster", "action"}


class Found(HTMLParser):
    """The addresses of a page, its ids, and the ids that its parts are named by."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.named_by: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in GIVING and value is not None:
                self.addresses.append(value)
            elif name == "content" and value and (refresh := re.fullmatch(r"\d+; url=(.+)", value)):
                self.addresses.append(refresh[1])
            elif name == "id" and value:
                self.ids.append(value)
            elif name in {"aria-labelledby", "aria-describedby"}:
                self.named_by += (value or "").split()

    handle_startendtag = handle_starttag


def faults(site: Path) -> list[str]:
    """What is wrong with the addresses of every page, style sheet and feed below the site."""
    return [fault for file in sorted(site.rglob("*")) if file.suffix in READ for fault in READ[file.suffix](site, file)]


def leading(page: Path) -> list[str]:
    """The addresses of a page that lead out of it, `data:` left aside."""
    return [address for address in Found(page.read_text("utf-8")).addresses if not address.startswith(("#", "data:"))]


def _of_page(site: Path, file: Path) -> Iterator[str]:
    source = file.read_text("utf-8")
    found = Found(source)
    yield from (f"{file}: two elements with the id {each}" for each in sorted({one for one in found.ids if found.ids.count(one) > 1}))
    yield from (f"{file}: no element has the id {each}" for each in found.named_by if each not in found.ids)
    for address in (*found.addresses, *_in_styles(source)):
        yield from _one(site, file, address)


def _of_sheet(site: Path, file: Path) -> Iterator[str]:
    for address in _in_styles(file.read_text("utf-8")):
        yield from _one(site, file, address)


def _of_feed(site: Path, file: Path) -> Iterator[str]:
    for link in ElementTree.parse(file).iter(f"{ATOM}link"):
        yield from _one(site, file, link.attrib["href"])


READ = {".html": _of_page, ".css": _of_sheet, ".xml": _of_feed}


def _in_styles(source: str) -> list[str]:
    return re.findall(r"url\([\"']?([^\"')]+)[\"']?\)", source)


def _one(site: Path, file: Path, address: str) -> Iterator[str]:
    parts = urlsplit(address)
    if parts.scheme == "data":
        return
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        yield f"{file}: {address} is no address from here on"
        return
    target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if not target.is_relative_to(site.resolve()):
        yield f"{file}: {address} leads out of the site"
    elif not target.is_file():
        yield f"{file}: {address} leads to nothing"
    elif parts.fragment and parts.fragment not in Found(target.read_text("utf-8")).ids:
        yield f"{file}: {address} names no part of that page"
