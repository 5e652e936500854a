"""Clients of one workspace stay apart: whatever two of them share by name, place or time, nothing of one is in anything of the other."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import quote

import pytest
import tiny
from post import Post, running

from reportgen import deliver, pipeline, settings
from reportgen.errors import DataError, UsageError
from reportgen.model.delivery import Server

KEY = "a secret of twenty characters"
BASE = tiny.REPORT.replace("data/web/*", "clients/{client}/data/*").split("  crm:")[0]
SETTINGS = """\
site: {{name: {name} Works}}
currency: {currency}
brand: {{color: "{color}", logo: logo.svg, footer: "{name} footer, 1 {name} Street"}}
delivery:
  mail:
    from: reports@{name}-mail.example
    name: {name} Sender
    reply_to: {name}-answers@{name}-mail.example
    unsubscribe: mailto:{name}-stop@{name}-mail.example
    to: [{name}-owner@{name}-mail.example]
    allowed_domains: {name}-mail.example
    host: {host}
    port: {port}
    security: none
    link: https://{name}-reports.example/
    subject: "{name} subject {{period}}"
    footer: {name} last line
"""
GOALS = tiny.GOALS.split("  downloads:")[0]
NOTES = "notes:\n  - {{date: 2026-10-12, text: {name} moved house, page: /{name}-page}}\n"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><title>{name} logo</title><path d="M0 0h90v30z"/></svg>'
TEMPLATE = '{{% extends "shipped/report.html.j2" %}}{{% block footer %}}{{{{ super() }}}}<p>{name} template</p>{{% endblock %}}'
OWN_STYLE = "{% include 'shipped/report.css' %}\n"
VISITORS = {"Marlow": 23, "Quillon": 17}
"""The visitors of each client's October; their ids are the same, v0, v1 and so on."""
FOLDERS = {"Marlow": "marlow", "Quillon": "quillon & söhne"}
COLORS = {"Marlow": "#c8102e", "Quillon": "#1b4d3e"}
CURRENCIES = {"Marlow": "EUR", "Quillon": "USD"}


def agency(folder: Path, server: Server | None = None) -> Path:
    """Two clients with the same keys and the same names of files, each with words of its own."""
    host, port = (server.host, server.port) if server else ("localhost", 25)
    tiny.write(
        folder,
        {
            "config/report.yaml": BASE,
            "config/conversions.yaml": tiny.CONVERSIONS,
            "templates/report.css": "{% include 'shipped/report.css' %}\n",
        },
    )
    for name, visitors in VISITORS.items():
        words = {"name": name, "host": host, "port": port, "color": COLORS[name], "currency": CURRENCIES[name]}
        events = [
            {**each, "user_pseudo_id": f"v{int(str(each['user_pseudo_id'])[1:]) % visitors}"}
            for month in (tiny.SEPTEMBER, tiny.OCTOBER)
            for each in tiny.month_of_events(month)
        ]
        files = {
            "config/report.yaml": SETTINGS.format(**words),
            "config/goals.yaml": re.sub("Megan|Contacts of the|Talk to more", rf"{name} \g<0>", GOALS),
            "config/notes.yaml": NOTES.format(**words),
            "logo.svg": LOGO.format(**words),
            "templates/report.html.j2": TEMPLATE.format(**words),
            "data/october.ndjson": tiny.ndjson(events).replace(b"Guide", f"{name} guide".encode()),
        }
        tiny.write(folder / "clients" / FOLDERS[name], files)
    return folder


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    secrets = {"REPORTGEN_LEDGER_KEY": KEY}
    done = [sys.executable, "-m", "reportgen", *words, "--workspace", str(folder)]
    return subprocess.run(done, capture_output=True, text=True, encoding="utf-8", check=False, env={**os.environ, **secrets})


def build_apart(folder: Path, name: str, out: str) -> subprocess.CompletedProcess[str]:
    return command(folder, "build", "--client", FOLDERS[name], "--month", "2026-10", "--out", str(folder / out))


@dataclass(frozen=True)
class Agency:
    """The workspace, every mail by its recipient, and what each client's commands said."""

    folder: Path
    mails: Mapping[str, bytes]
    said: Mapping[str, str]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    """Both clients built at once, then both mailed."""
    post = Post()
    with running(post) as server:
        folder = agency(tmp_path_factory.mktemp("agency"), server)
        built = command(folder, "build", "--all", "--jobs", "2", "--month", "2026-10")
        assert built.returncode == 0, built.stderr
        said = dict.fromkeys(VISITORS, "")
        for name in VISITORS:
            for words in (("build", "--month", "2026-10"), ("send",)):
                ran = command(folder, *words, "--client", FOLDERS[name])
                assert ran.returncode == 0, ran.stderr
                said[name] += ran.stdout + ran.stderr
        yield Agency(folder, {address.casefold(): mail for address, mail in post.taken}, said)


def told(content: bytes) -> str:
    """All that bytes say: as text, and what they carry packed in base64."""
    text = content.decode("utf-8", "replace")
    packed = re.findall(r"base64,([A-Za-z0-9+/=]{40,})", text)
    return "\n".join([text, *(base64.b64decode(each).decode("utf-8", "replace") for each in packed)]).casefold()


def printed(pdf: Path) -> str:
    """A PDF's text and what it says of itself."""
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return (text + subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout).casefold()


def letter(mail: bytes) -> str:
    """A mail's headers and every part, unpacked."""
    found = message_from_bytes(mail, policy=default)
    parts = [part.get_payload(decode=True) for part in found.walk() if not part.is_multipart()]
    return "\n".join([str(found.items()), *(told(part) for part in parts if isinstance(part, bytes))]).casefold()


@pytest.mark.slow
@pytest.mark.parametrize(("mine", "other"), [("Marlow", "Quillon"), ("Quillon", "Marlow")])
def test_nothing_of_one_client_is_in_anything_of_the_other(done: Agency, mine: str, other: str) -> None:
    """Name, goals, owner, strategy, notes, assets, logo, footer, template, sender, recipient, colour: in no byte of another's."""
    site = done.folder / "site" / FOLDERS[mine]
    said = {name: told(content) for name, content in tiny.tree(site).items()}
    said |= {f"{name} (text)": printed(site / name) for name in said if name.endswith(".pdf")}
    said |= {"mail": letter(done.mails[f"{mine}-owner@{mine}-mail.example".casefold()]), "log": done.said[mine].casefold()}
    said["ledger"] = (done.folder / f"clients/{FOLDERS[mine]}/deliveries.jsonl").read_text("utf-8").casefold()
    own = [name for name, text in said.items() if mine.casefold() in text]
    for name in (
        "index.html",
        "feed.xml",
        "2026-10/index.html",
        "2026-10/report.json",
        "2026-10/report.pdf (text)",
        "mail",
        "log",
        "ledger",
    ):
        assert name in own, name
    for word in (other.casefold(), COLORS[other]):
        assert [name for name, text in said.items() if word in text] == []
    page = said["2026-10/index.html"]
    for word in ("works", "megan", "contacts of the", "guide", "logo", "footer", "template"):
        assert f"{mine.casefold()} {word}" in page, word


@pytest.mark.slow
def test_each_has_its_own_numbers(done: Agency) -> None:
    """The same ids of visitors and the same rule keys in both."""
    for name, visitors in VISITORS.items():
        found = json.loads((done.folder / "site" / FOLDERS[name] / "2026-10/report.json").read_text("utf-8"))
        rate = found["any_macro"]["against_previous"]["after"]
        assert (rate["of"], found["currency"]) == (visitors, CURRENCIES[name])


@pytest.mark.slow
def test_a_reader_meets_no_name_of_the_program(done: Agency) -> None:
    """White label: in no page, PDF, feed or mail, and in none of what they say of themselves."""
    for name in VISITORS:
        site = done.folder / "site" / FOLDERS[name]
        files = [file for file in site.rglob("*") if file.suffix in (".html", ".xml", ".pdf", ".json", ".csv")]
        assert [file.name for file in files if "reportgen" in told(file.read_bytes())] == []
        assert "reportgen" not in printed(site / "2026-10/report.pdf")
        assert "reportgen" not in letter(done.mails[f"{name}-owner@{name}-mail.example".casefold()])


@pytest.mark.slow
def test_the_agencys_page_is_outside_every_clients_site(done: Agency) -> None:
    cover = (done.folder / "site/index.html").read_text("utf-8")
    for name in VISITORS:
        assert f'href="{quote(FOLDERS[name])}/2026-10/index.html"' in cover
        for secret in (f"{name}-mail", f"{name} footer", f"{name} moved", f"{name} Megan", f"{name} guide"):
            assert secret not in cover
        for page in (done.folder / "site" / FOLDERS[name]).rglob("*.html"):
            targets = re.findall(r'(?:href|src)="([^"#:]+)', page.read_text("utf-8"))
            site = done.folder / "site" / FOLDERS[name]
            assert [one for one in targets if not (page.parent / one).resolve().is_relative_to(site.resolve())] == []


@pytest.mark.slow
def test_built_at_the_same_time_twice_each_they_are_the_same_bytes(done: Agency, tmp_path: Path) -> None:
    """Two processes a client, from nothing kept: every file of every site as when built alone."""
    folder = Path(shutil.copytree(done.folder, tmp_path / "again", ignore=shutil.ignore_patterns("site", ".reportgen")))
    alone = {name: tiny.tree(done.folder / "site" / FOLDERS[name]) for name in VISITORS}
    runs = [(name, f"out-{twin}") for name in VISITORS for twin in "ab"]
    with ThreadPoolExecutor(len(runs)) as pool:
        ended = list(pool.map(lambda run: build_apart(folder, *run), runs))
    assert [one.stderr for one in ended if one.returncode] == []
    for name, out in runs:
        assert tiny.tree(folder / out / FOLDERS[name]) == alone[name]


def test_the_same_person_at_two_clients_is_unlike_in_their_ledgers(tmp_path: Path) -> None:
    ledger = deliver.opened(tmp_path / "deliveries.jsonl", KEY)
    hashes = {ledger.sending(client, "2026-10", 1, "anna@firm.example").recipient for client in ("", "marlow", "quillon")}
    assert len(hashes) == 3
    assert ledger.sending("marlow", "2026-09", 2, "Anna@firm.example").recipient in hashes


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The agency, nothing built: only looked at, and its settings replaced."""
    return agency(tmp_path_factory.mktemp("two"))


@pytest.mark.parametrize(
    "files",
    [
        "clients/marlow/data/*",
        "clients/*/data/*",
        "clients/quillon & söhne/../marlow/data/october.ndjson",
        "data/linked/*",
        "clients",
        "{folder}/clients/marlow/data/*",
    ],
)
def test_no_client_can_list_anothers_exports(two: Path, files: str) -> None:
    """By its name, a glob, a way up and down again, a link, a folder of folders, or from the root: refused where it is written."""
    linked = two / "data/linked"
    if not linked.exists():
        linked.parent.mkdir(exist_ok=True)
        linked.symlink_to(two / "clients/marlow/data")
    named = files.format(folder=two)
    tiny.write(
        two / "clients/quillon & söhne", {"config/report.yaml": f"inputs:\n  web:\n    files: {named}\n    page_view_events: page_view\n"}
    )
    with pytest.raises(
        DataError, match=r"clients/quillon & söhne/config/report\.yaml:3:5: inputs\.web\.files: .* is in another client's folder"
    ):
        pipeline.check(pipeline.Workspace(two, "quillon & söhne"), pipeline.Request(), lambda _text: None)


def test_the_workspace_itself_may_list_all(two: Path) -> None:
    assert not settings.is_anothers(two, None, two / "clients/marlow/data/october.ndjson")
    assert not settings.is_anothers(two, "marlow", two / "clients/marlow/data/october.ndjson")
    assert settings.is_anothers(two, "quillon & söhne", two / "clients/MARLOW/data/october.ndjson")


LOOSE = unicodedata.normalize("NFD", "Café")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["acme", "Acme"], "are one folder on many machines; rename one of them"),
        (["straße", "strasse"], "are one folder on many machines"),
        ([LOOSE], "loose accents"),
        (["a\nb"], r"clients/a\nb: a client's name begins with"),
        ([".hidden"], "a client's name begins with"),
        (["a:b"], "a client's name begins with"),
        (["a*"], "a client's name begins with"),
        (["-w"], "a client's name begins with"),
        (["acme "], "a client's name begins with"),
        (["acme."], "a client's name begins with"),
        (["assets"], "a site has something of this name already"),
        (["Latest"], "a site has something of this name already"),
        (["index.html"], "a site has something of this name already"),
        (["2026-10"], "a site has something of this name already"),
        (["con"], "a site has something of this name already"),
    ],
)
def test_names_that_cannot_stand_side_by_side(tmp_path: Path, names: list[str], said: str) -> None:
    for name in (*names, "other"):
        (tmp_path / "clients" / name / "config").mkdir(parents=True)
    with pytest.raises(UsageError) as caught:
        settings.clients(tmp_path)
    assert said in str(caught.value)


def test_names_of_many_kinds_can(tmp_path: Path) -> None:
    names = ("Café & Söhne", "acme", "acme-2", "O'Neil (Cork)", "株式会社みかん")
    for name in names:
        (tmp_path / "clients" / name / "config").mkdir(parents=True)
    assert settings.clients(tmp_path) == tuple(sorted(names))


@pytest.mark.parametrize("name", ["../marlow", "..", ".", "", "marlow/", "clients/marlow", "MARLOW", "quillon & söhne/../marlow"])
def test_a_client_is_asked_for_by_its_name_alone(two: Path, name: str) -> None:
    with pytest.raises(UsageError, match="there is no client"):
        settings.load(two, name)


def test_the_clients_name_stands_in_paths_and_addresses(tmp_path: Path) -> None:
    mail = "{from: a@b.example, to: a@b.example, allowed_domains: b.example, host: h, link: 'https://b.example/{client}'}"
    base = BASE + f"tracking_plan: clients/{{client}}/gtm/*.json\ndelivery: {{mail: {mail}}}\n"
    tiny.write(
        tmp_path,
        {
            "config/report.yaml": base,
            "config/conversions.yaml": tiny.CONVERSIONS,
            "clients/Café & Co/config/report.yaml": "currency: EUR\n",
        },
    )
    report = settings.load(tmp_path, "Café & Co").settings.report
    assert [each.files for each in report.inputs] == [("clients/Café & Co/data/*",)]
    assert report.tracking_plan == ("clients/Café & Co/gtm/*.json",)
    assert report.delivery.mail is not None and report.delivery.mail.link == "https://b.example/Caf%C3%A9%20%26%20Co"
