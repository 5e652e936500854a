"""The commands: what they print where, and how they end."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
import pytest
import tiny

import reportgen
from reportgen import cli, pipeline, settings
from reportgen.cli import shell
from reportgen.errors import DataError, Place, Problem, SettingsError
from reportgen.pipeline import Built, Request, Workspace

HEAVY = {"pandas", "numpy", "ibis", "duckdb", "matplotlib", "weasyprint", "scipy", "statsmodels", "jinja2", "pyarrow", "babel"}
ONLY_FOR_PAGES = {"matplotlib", "weasyprint", "PIL", "fontTools"}
COMMANDS = ("build", "check", "demo", "explain", "goals", "init", "publish", "send")
Calls = list[tuple[object, ...]]
HOSTILE = "a\n::error file=x::gotcha\r::stop-commands::x\n##[group]b"


@pytest.fixture
def prepared(built: Built, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """Commands build that October; the calls are noted."""
    calls: Calls = []

    def build(place: Workspace, request: Request, site: Path, *_rest: object, **options: object) -> Built:
        calls.append((place, request, site, options))
        if place.client == "broken":
            raise DataError("data/x.csv: the file is empty")
        return built

    monkeypatch.setattr(pipeline, "build", build)
    return calls


@pytest.fixture
def analysed(built: Built, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "analysed", lambda *_args, **_options: built.analysed)


# --- help ---------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def helped() -> dict[str, str]:
    """The output of every command's --help, all from one process, with the modules it then had, and those after importing the pipeline."""
    script = (
        "import sys\nfrom reportgen.cli import main\nfrom click.testing import CliRunner\n"
        "words = [['--help'], ['--version'], *[[name, '--help'] for name in sys.argv[1:]]]\n"
        "results = [CliRunner().invoke(main, each) for each in words]\n"
        "assert not [each for each in results if each.exit_code]\n"
        "modules = lambda: sorted({name.partition('.')[0] for name in sys.modules})\n"
        "found = modules()\nimport json, reportgen.pipeline\nprint(json.dumps([found, modules(), [each.stdout for each in results]]))"
    )
    done = subprocess.run([sys.executable, "-c", script, *COMMANDS], capture_output=True, text=True, check=True)
    modules, later, outputs = json.loads(done.stdout)
    return {"modules": " ".join(modules), "later": " ".join(later), **dict(zip(("", "version", *COMMANDS), outputs, strict=True))}


def test_help_imports_no_heavy_library(helped: dict[str, str]) -> None:
    assert HEAVY & set(helped["modules"].split()) == set()


def test_what_draws_and_prints_is_imported_by_builds_alone(helped: dict[str, str]) -> None:
    later = set(helped["later"].split())
    assert "pandas" in later
    assert (ONLY_FOR_PAGES | {"scipy", "duckdb"}) & later == set()


def test_every_command_has_help(helped: dict[str, str]) -> None:
    assert isinstance(cli.main, click.Group)
    assert set(cli.main.commands) == set(COMMANDS)
    for name in ("", *COMMANDS):
        assert "Usage:" in helped[name]
    assert "--from DATE" in helped["build"]
    assert "%Y" not in helped["build"]


# --- which period, where ------------------------------------------------------------------------------------------------


def test_options_become_a_request(prepared: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, now: datetime) -> None:
    class Today(date):
        @classmethod
        def today(cls) -> date:
            return now.date()

    monkeypatch.setattr("reportgen.cli.options.date", Today)
    words = ["build", "--from", "2026-10-01", "--to", "2026-10-31", "--as-of", "2026-11-01", "--out", tmp_path / "out"]
    assert tiny.run(*words, "--strict", "--override", "known", within=tmp_path).code == 0
    assert prepared == [
        (
            Workspace(tmp_path),
            Request(None, date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1), today=date(2026, 11, 2)),
            tmp_path / "out",
            {"strict": True, "override": "known"},
        )
    ]


def test_the_result_is_on_stdout_and_the_rest_on_stderr(built: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Progress is silent where nobody looks; advice is no result."""
    advised = replace(built.analysed, warnings=(Problem(Place("config/goals.yaml", 3), "goals.x", "has no owner", "name one"),))
    without_pdf = replace(built, analysed=advised, changed=False, why_no_pdf="the PDF needs Pango", pdf=None)
    monkeypatch.setattr(pipeline, "build", lambda *_args, **_options: without_pdf)
    ran = tiny.run("build", within=tmp_path)
    assert ran.out.splitlines() == [
        "period     October 2026 (edition 1, unchanged)",
        f"html       {built.html}",
        "pdf        -",
    ]
    assert ran.err.splitlines() == ["warning: config/goals.yaml:3: goals.x: has no owner; name one", "warning: the PDF needs Pango"]


def test_a_client_is_built_into_its_own_folder(prepared: Calls, tmp_path: Path) -> None:
    tiny.write(tmp_path, {"clients/acme/config/report.yaml": ""})
    assert tiny.run("build", "--client", "acme", within=tmp_path).code == 0
    assert prepared[-1][2] == tmp_path / "site" / "acme"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--all",), "holds no client; leave --all out"),
        (("--all", "--client", "x"), "--client and --all exclude each other"),
        (("--client", "x"), "there is no client `x` under clients/"),
        (("--from", "2026-10-02", "--to", "2026-10-01"), "--from 2026-10-02 is after --to 2026-10-01; swap them"),
        (("--from", "2026-10-02"), "--from and --to go together"),
        (("--month", "2026-13"), "write a month such as 2026-10"),
        (("--month", "2026-10", "--as-of", "2026-09-30"), "--as-of 2026-09-30 is before the period begins (2026-10-01)"),
        (("--from", "2026-02-30", "--to", "2026-03-01"), "'2026-02-30' does not match"),
        (("--fail-on", "goal:sad"), "is not one of"),
        (("--wat",), "No such option"),
    ],
)
def test_usage_that_cannot_work(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """Exit 2, at once: no export is read."""
    folder = tiny.workspace(tmp_path)
    before = tiny.tree(folder)
    ran = tiny.run("build", *words, within=folder)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert tiny.tree(folder) == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--settle", "lost", "--dry-run"), "--dry-run and --settle exclude each other"),
        (("--test", "owner@client.example", "--settle", "arrived"), "--test and --settle exclude each other"),
        (("--keep", 'git commit -m "half'), '--keep git commit -m "half: the command cannot be read (no closing quotation)'),
    ],
)
def test_sending_that_cannot_be_meant(words: tuple[str, ...], sentence: str, tmp_path: Path) -> None:
    """Exit 2 before the ledger is touched: a dry run that settled what is open would let somebody get a report twice."""
    ran = tiny.run("send", *words, within=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err
    assert not list(tmp_path.iterdir())


# --- gates --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        ((), 0, ""),
        (("--fail-on", "goal:off_track"), 0, ""),
        (("--fail-on", "goal:at_risk"), 5, "stopped: goal:at_risk: Contacts of the quarter\n"),
        (("--fail-on", "goal:missed"), 5, "stopped: goal:missed: Downloads in October\n"),
        (("--fail-on", "quality:gate"), 0, ""),
    ],
)
def test_a_goal_can_stop_it(prepared: Calls, tmp_path: Path, words: tuple[str, ...], code: int, reason: str) -> None:
    ran = tiny.run("build", *words, within=tmp_path)
    assert (ran.code, ran.err) == (code, reason)
    assert "October 2026" in ran.out


@pytest.mark.parametrize(
    ("words", "code"),
    [((), 0), (("--strict",), 5), (("--fail-on", "quality:gate"), 5), (("--strict", "--override", "known outage"), 0)],
)
def test_a_quality_gate_can_stop_it(
    built: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: tuple[str, ...], code: int
) -> None:
    def build(*_args: object, override: str | None, **_options: object) -> Built:
        return replace(built, gates=("3 of 31 days are missing.",), findings=replace(built.findings, override=override))

    monkeypatch.setattr(pipeline, "build", build)
    ran = tiny.run("build", *words, within=tmp_path)
    assert ran.code == code
    assert ("stopped: the data did not pass: 3 of 31 days are missing." in ran.err) == (code == 5)
    assert ("warning: the data did not pass: 3 of 31 days are missing." in ran.err) == (not words)


def test_strict_refuses_advice_on_settings_before_anything_is_read(tmp_path: Path) -> None:
    folder = tiny.workspace(tmp_path, goals=None)
    before = tiny.tree(folder)
    ran = tiny.run("build", "--strict", within=folder)
    assert ran.code == 3
    assert "goals: no goal on a macro conversion" in ran.err
    assert tiny.tree(folder) == before


# --- goals, explain, check ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("analysed")
def test_goals() -> None:
    board = tiny.run("goals")
    assert board.code == 0
    assert "Contacts of the quarter  6       20" in board.out
    plan = tiny.run("goals", "--plan").out
    assert "Needed from here" in plan
    assert "Needed from here" not in board.out


@pytest.mark.usefixtures("analysed")
def test_explain() -> None:
    said = tiny.run("explain", "rate_contact")
    assert said.code == 0
    assert "Formula: converters(contact) / visitors" in said.out
    assert "In October 2026: 6 of 23 = 26.1%" in said.out
    assert "SELECT" in said.out


@pytest.mark.usefixtures("analysed")
def test_explain_something_unknown() -> None:
    said = tiny.run("explain", "rate_contcat")
    assert (said.code, said.out) == (2, "")
    assert "rate_contcat is not a metric of this workspace; there are: visitors, sessions" in said.err
    assert "rate_contact" in said.err


def test_every_definition_can_be_explained(built: Built, analysed: None) -> None:
    for definition in built.findings.definitions:
        assert tiny.run("explain", definition.key).code == 0, definition.key


@pytest.mark.parametrize(
    ("warnings", "gates", "words", "code"),
    [
        ((), (), (), 0),
        ((), (), ("--strict",), 0),
        ((Problem(None, "goals", "no goal"),), (), (), 0),
        ((Problem(None, "goals", "no goal"),), (), ("--strict",), 3),
        ((), ("rejected",), (), 0),
        ((), ("rejected",), ("--strict",), 5),
    ],
)
def test_check(
    monkeypatch: pytest.MonkeyPatch, warnings: tuple[Problem, ...], gates: tuple[str, ...], words: tuple[str, ...], code: int
) -> None:
    checked = pipeline.Checked(warnings, "Northlight: October 2026: Complete", gates)
    monkeypatch.setattr(pipeline, "check", lambda *_args: checked)
    ran = tiny.run("check", *words)
    assert (ran.code, ran.out) == (code, "Northlight: October 2026: Complete\n")
    assert ("warning: goals: no goal" in ran.err) == bool(warnings)
    assert ("rejected" in ran.err) == (code == 5)


@pytest.mark.slow
@pytest.mark.usefixtures("analysed")
def test_check_prints_the_ledger_and_places_the_targets(october: Path) -> None:
    ran = tiny.run("check", within=october)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Northlight: October 2026: Data complete\n")
    _, plans = ran.out.split("How attainable the targets are, from the history before them\n")
    assert "Contacts of the quarter: " in plans
    assert "! Downloads in October: Beyond what this history makes plausible." in plans  # 500, where September brought ten


# --- in GitHub Actions --------------------------------------------------------------------------------------------------


@pytest.fixture
def actions(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """GitHub runs the command; the job summary's file."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    return tmp_path / "summary.md"


def test_annotations_stand_in_their_file(actions: Path, tmp_path: Path) -> None:
    ran = tiny.run("check", within=tiny.workspace(tmp_path / "w", report=tiny.REPORT + "curency: EUR\n"))
    assert ran.code == 3
    assert ran.err.splitlines() == [
        "error: config/report.yaml:11:1: curency: is not a setting; did you mean `currency`?",
        "::error file=config/report.yaml,line=11,col=1::curency: is not a setting; did you mean `currency`?",
    ]


def test_there_are_none_elsewhere(tmp_path: Path) -> None:
    ran = tiny.run("check", within=tiny.workspace(tmp_path / "w", report=tiny.REPORT + "curency: EUR\n"))
    assert "::" not in ran.err + ran.out


@pytest.mark.parametrize("error", [SettingsError([Problem(Place(HOSTILE, 1), HOSTILE, HOSTILE, HOSTILE)]), DataError(HOSTILE)])
def test_hostile_names_cannot_begin_a_command(actions: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_args: object) -> None:
        raise error

    monkeypatch.setattr(pipeline, "check", fail)
    ran = tiny.run("check")
    commands = [line for line in (ran.out + ran.err).replace("\r", "\n").splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert len(commands) == 1
    assert commands[0].startswith("::error ") or commands[0].startswith("::error::")
    assert "##[" not in ran.out + ran.err.replace(commands[0], "")


def test_hostile_results_cannot_either(actions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "check", lambda *_args: pipeline.Checked((), HOSTILE, (HOSTILE,)))
    ran = tiny.run("check", "--strict")
    for line in (ran.out + ran.err).replace("\r", "\n").splitlines():
        assert not line.lstrip().startswith("::"), line
        assert "##[" not in line


def test_the_summary_says_the_front_pages_sentences_literally(
    actions: Path, built: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hostile = replace(built, sentences=(*built.sentences, "[x](javascript:1) <img src=x> **b** `c`\n# not a heading"))
    monkeypatch.setattr(pipeline, "build", lambda *_args, **_options: hostile)
    assert tiny.run("build", within=tmp_path).code == 0
    lines = actions.read_text("utf-8").splitlines()
    assert lines[0] == "### Northlight: October 2026 (edition 1)"
    assert lines[2] == f"- {built.sentences[0]}"
    assert lines[len(hostile.sentences) + 1] == r"- \[x\](javascript:1) \<img src=x\> \*\*b\*\* \`c\` \# not a heading"


def test_a_later_edition_says_what_moved_in_the_terminal_and_the_summary(
    actions: Path, built: Built, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said = "This edition replaces edition 1. Contact 6 → 8."
    later = replace(built, since=said, changed=True, findings=replace(built.findings, edition=2))
    monkeypatch.setattr(pipeline, "build", lambda *_args, **_options: later)
    ran = tiny.run("build", within=tmp_path)
    assert ran.out.splitlines()[:2] == ["period     October 2026 (edition 2)", f"since      {said}"]
    assert actions.read_text("utf-8").splitlines()[:3] == ["### Northlight: October 2026 (edition 2)", "", f"- {said}"]


def test_the_summary_has_the_goal_board(actions: Path, built: Built, prepared: Calls, tmp_path: Path) -> None:
    hostile = replace(built, board=(*built.board, ("|", "a|b\n", *built.board[-1][2:])))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "build", lambda *_args, **_options: hostile)
        assert tiny.run("build", within=tmp_path).code == 0
    lines = actions.read_text("utf-8").splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("| Status |"))
    assert lines[start + 1].count("---") == len(built.board[0])
    assert lines[start + 2].startswith(r"| \! At risk | Contacts of the quarter | 6 | 20 |")
    assert lines[start + 4].startswith("| \\| | a\\|b | ")


def test_what_is_caught_up_is_named(actions: Path, prepared: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A month that fails does not stop the next."""

    def owed(_place: Workspace, request: Request, *_rest: object) -> tuple[Request, ...]:
        return (Request(month="2026-08"), Request(month="2026-09"), request)

    def build(_place: Workspace, request: Request, *_rest: object, **_options: object) -> Built:
        prepared.append((request.month,))
        if request.month == "2026-08":
            raise DataError("no day of it")
        return fine(tmp_path)

    fine = pipeline.build
    monkeypatch.setattr(pipeline, "unbuilt", owed)
    monkeypatch.setattr(pipeline, "build", build)
    ran = tiny.run("build", "--catch-up", within=tmp_path)
    assert (ran.code, [call[0] for call in prepared if len(call) == 1]) == (4, ["2026-08", "2026-09", None])
    assert [line for line in ran.out.splitlines() if line.startswith("caught up")] == ["caught up  2026-08", "caught up  2026-09"]
    assert "::notice::2026-09 had no report, or one without data: its run never happened. It is built now." in ran.err
    assert "2026-09 had no report" in actions.read_text("utf-8")


@pytest.mark.parametrize(
    ("settings_", "told"),
    [
        ("", "mail=false\nartifact=true\npages=false\n"),
        ("publish: none\n", "mail=false\nartifact=false\npages=false\n"),
        ("publish: pages\npublic: true\n", "mail=false\nartifact=true\npages=true\n"),
    ],
)
def test_a_check_tells_the_next_steps_which_ways_are_open(
    settings_: str, told: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tiny.workspace(tmp_path, report=tiny.REPORT + settings_)
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))
    monkeypatch.setattr(pipeline, "check", lambda *_args: pipeline.Checked((), "", ()))
    assert tiny.run("check", within=tmp_path).code == 0
    assert (tmp_path / "outputs").read_text("utf-8") == told


def test_a_summary_that_cannot_be_written_is_no_reason_to_fail(
    actions: Path, prepared: Calls, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "such" / "folder.md"))
    assert tiny.run("build", within=tmp_path).code == 0


# --- the system says no -------------------------------------------------------------------------------------------------


def test_what_the_system_refuses_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device", "plain")

    monkeypatch.setattr(pipeline, "check", full)
    ran = tiny.run("check")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: the system refuses: [Errno 28] No space left on device: 'plain'; "
        "free space, or check that the path is there and yours to use\n"
    )


def test_an_interrupt_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "check", stop)
    ran = tiny.run("check")
    assert (ran.code, ran.err) == (130, "stopped; nothing half written is left\n")


def test_progress_is_for_people(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    shell.progress("reading")
    shell.pace("2 clients in 30 s, 4.0 a minute")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    shell.progress("reading")
    shell.pace("2 clients in 30 s, 4.0 a minute")
    assert capsys.readouterr() == ("", "  reading ...\n  2 clients in 30 s, 4.0 a minute\n")


# --- init, demo ---------------------------------------------------------------------------------------------------------


def test_init_gives_a_workspace_to_fill_in(tmp_path: Path) -> None:
    ran = tiny.run("init", tmp_path / "new")
    assert ran.code == 0
    named = {Path(line).relative_to(tmp_path / "new").as_posix() for line in ran.out.splitlines()}
    assert named == set(tiny.tree(tmp_path / "new"))
    assert {"config/report.yaml", "config/conversions.yaml", "config/goals.yaml", ".github/workflows/report.yml"} <= named
    settings.load(tmp_path / "new")


def test_init_writes_over_nothing(tmp_path: Path) -> None:
    tiny.write(tmp_path, {"config/goals.yaml": "mine"})
    ran = tiny.run("init", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "config/goals.yaml is already there; init writes over nothing" in ran.err
    assert tiny.tree(tmp_path) == {"config/goals.yaml": b"mine"}


def test_init_writes_the_workflows_of_a_workspace_anew(october: Path, tmp_path: Path) -> None:
    """Over those of an earlier version, in the zone that the settings have now; nothing else is touched."""
    shutil.copytree(october / "config", tmp_path / "config")
    tiny.write(tmp_path, {".github/reportgen-requirements.txt": "reportgen==0.0.1\n"})
    ran = tiny.run("init", "--workflows", tmp_path)
    assert ran.code == 0, ran.err
    assert all(Path(line).is_relative_to(tmp_path / ".github") for line in ran.out.splitlines())
    assert (tmp_path / ".github/reportgen-requirements.txt").read_text().startswith(f"reportgen=={reportgen.__version__}\n")
    assert "timezone: Europe/Berlin" in (tmp_path / ".github/workflows/report-schedule.yml").read_text()
    assert not (tmp_path / ".gitignore").exists()


def test_init_cannot_do_both(tmp_path: Path) -> None:
    assert tiny.run("init", "--workflows", "--from", "x.csv", tmp_path).code == 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["GA4", "a folder", "a table"])
def test_init_from_exports_builds_without_a_hand_edit(tmp_path: Path, kind: str) -> None:
    rows = list(tiny.month_of_events(tiny.OCTOBER))
    table = "timestamp,event,client_id,url\n" + "".join(
        f"{row['event_timestamp']},{row['event_name']},{row['user_pseudo_id']},https://northlight.example/\n" for row in rows
    )
    export = "data/flat.csv" if kind == "a table" else "data/web.ndjson"
    tiny.write(tmp_path, {export: table if kind == "a table" else tiny.ndjson(rows)})
    assert tiny.run("init", tmp_path, "--from", tmp_path / ("data" if kind == "a folder" else export)).code == 0
    proposed = (tmp_path / "config" / "conversions.yaml").read_text("utf-8")
    assert "generate_lead" in proposed
    assert "file_download" in proposed
    with tiny.undrawn():
        ran = tiny.run("build", within=tmp_path)
    assert ran.code == 0, ran.err
    report = json.loads((tmp_path / "site" / "2026-10" / "report.json").read_text("utf-8"))
    assert report["context"]["traffic"]["visitors"] == 23
    assert sum(each["converted"]["conversions"] for each in report["macros"]) == 6


@pytest.mark.parametrize(
    ("content", "code", "sentence"),
    [
        (None, 4, "there is no such file"),
        (b"", 4, "the file is empty"),
        (b"a,b\n1,2\n", 4, "a table needs a column for the time and one for the event"),
        (b"\xff\xfea", 4, "the text begins as UTF-16 and is none"),
    ],
)
def test_init_from_what_is_no_export(tmp_path: Path, content: bytes | None, code: int, sentence: str) -> None:
    if content is not None:
        tiny.write(tmp_path, {"x.csv": content})
    ran = tiny.run("init", tmp_path / "new", "--from", tmp_path / "x.csv")
    assert (ran.code, ran.out) == (code, "")
    assert sentence in ran.err
    assert not (tmp_path / "new").exists()


def test_demo_refuses_a_folder_with_other_things(tmp_path: Path) -> None:
    tiny.write(tmp_path, {"thesis.txt": "mine"})
    ran = tiny.run("demo", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert "is not empty and holds no demo" in ran.err
    assert tiny.tree(tmp_path) == {"thesis.txt": b"mine"}


@pytest.mark.slow
def test_demo_without_a_build(tmp_path: Path) -> None:
    ran = tiny.run("demo", tmp_path / "firm", "--no-build", "--seed", "3")
    assert ran.out == f"workspace  {tmp_path / 'firm'}\n"
    assert not (tmp_path / "firm" / "site").exists()
