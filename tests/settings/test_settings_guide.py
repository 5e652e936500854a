"""The agency's guide, `docs/clients.md`: its example is a workspace that loads and does what the text says."""

import re
from pathlib import Path

import pytest
from settings_workspace import SVG, png

from reportgen import settings

GUIDE = Path(__file__).parents[2] / "docs" / "clients.md"
FILE = re.compile(r"^`(?P<name>[\w./]+)`\n```\w+\n(?P<text>.+?)^```$", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the guide, and pictures where it names some."""
    folder = tmp_path_factory.mktemp("guide")
    files = {found["name"]: found["text"].encode() for found in FILE.finditer(GUIDE.read_text("utf-8"))}
    assert len(files) == 6
    logos = {"grunwald/brand/logo.svg": SVG.format("<path d='M0 0h9'/>").encode()}
    logos |= {f"{client}/brand/logo.png": png() for client in ("grunwald", "mikan")}
    for name, content in {**files, **{f"clients/{name}": logo for name, logo in logos.items()}}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_the_guides_clients_load(guide: Path) -> None:
    assert settings.clients(guide) == ("grunwald", "mikan")
    found = {name: settings.load(guide, name).settings for name in settings.clients(guide)}
    assert [one.report.inputs[0].files for one in found.values()] == [("clients/grunwald/data/*",), ("clients/mikan/data/*",)]
    assert [[goal.key for goal in one.goals] for one in found.values()] == [["contacts"], []]
    assert [[rule.key for rule in one.rules] for one in found.values()] == [["contact", "download"]] * 2


def test_what_a_client_says_nothing_of_stays_as_in_the_base(guide: Path) -> None:
    grunwald, mikan = (settings.load(guide, name).settings.report for name in ("grunwald", "mikan"))
    assert grunwald.delivery.mail is not None and mikan.delivery.mail is not None
    assert (grunwald.delivery.mail.host, grunwald.delivery.mail.sender) == ("smtp.harbour.example", "reports@grunwald.example")
    assert grunwald.delivery.mail.link == "https://reports.harbour.example/grunwald"
    assert (mikan.delivery.mail.sender, mikan.delivery.mail.to) == ("reports@harbour.example", ("boss@mikan.example",))
    assert (grunwald.brand.footer, mikan.brand.footer) == ("Grünwald & Söhne, Forstweg 3, Freiburg", "Prepared by Harbour Agency")
    assert (grunwald.site.zone, mikan.site.zone, mikan.currency, mikan.locale) == ("Europe/Berlin", "Asia/Tokyo", "JPY", "ja")
