"""The PDF step reads our own pictures and the template folders, and nothing else on the machine or beyond it."""

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import shipped
from reportgen.render.fetching import RefusedAddressError, Shelf
from reportgen.render.palette import palette


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "seal.svg").write_text("<svg>seal</svg>")
    (tmp_path / "secret.svg").write_text("<svg>secret</svg>")
    (own / "away.svg").symlink_to(tmp_path / "secret.svg")
    return Shelf({"rate": "<svg>rate</svg>", "a/b": "<svg>slash</svg>"}, palette(None).print, (own, shipped.folder("templates")))


def test_our_own_pictures_are_found(shelf: Shelf) -> None:
    assert shelf.find("reportgen:figure/rate").content == b"<svg>rate</svg>"
    assert shelf.find("reportgen:figure/a%2Fb").content == b"<svg>slash</svg>"
    assert b"#17694a" in shelf.find("reportgen:icon/check/good").content
    assert shelf.find("reportgen:fonts/Inter-Bold.woff2").media_type == "font/woff2"


def test_a_file_of_the_template_folders_is_found(shelf: Shelf) -> None:
    assert shelf.find((shelf.folders[0] / "seal.svg").as_uri()).content == b"<svg>seal</svg>"


def test_a_file_beside_a_lower_template_is_found_from_the_first_folder(shelf: Shelf, tmp_path: Path) -> None:
    client = tmp_path / "client"
    client.mkdir()
    above = replace(shelf, folders=(client, *shelf.folders))
    assert above.find((client / "seal.svg").as_uri()).content == b"<svg>seal</svg>"
    (client / "seal.svg").write_text("<svg>theirs</svg>")
    assert above.find((client / "seal.svg").as_uri()).content == b"<svg>theirs</svg>"
    for name in ("away.svg", "no.svg", "../secret.svg"):
        with pytest.raises(RefusedAddressError):
            above.find(client.as_uri() + "/" + name)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/logo.png",
        "https://example.org/logo.png",
        "ftp://example.org/logo.png",
        "file:///etc/passwd",
        "file://host/etc/passwd",
        "data:image/svg+xml,<svg/>",
        "reportgen:figure/unknown",
        "reportgen:fonts/../../../../etc/passwd",
        "reportgen:fonts/..%2F..%2Fpyproject.toml",
        "reportgen:logo",
        "reportgen:nothing",
    ],
)
def test_everything_else_is_refused(shelf: Shelf, url: str) -> None:
    with pytest.raises(RefusedAddressError, match="outside the templates folder"):
        shelf.find(url)


def test_a_way_out_of_the_folders_is_refused(shelf: Shelf) -> None:
    for way in ("../secret.svg", "away.svg", "%2e%2e/secret.svg"):
        with pytest.raises(RefusedAddressError):
            shelf.find(shelf.folders[0].as_uri() + "/" + way)


def test_a_template_source_is_not_served(shelf: Shelf) -> None:
    with pytest.raises(RefusedAddressError):
        shelf.find((shipped.folder("templates") / "report.html.j2").as_uri())
