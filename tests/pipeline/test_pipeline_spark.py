"""Spark, really: a standalone master and two workers on loopback say what the embedded engine says, also when workers are killed."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
import tiny
from spark_cluster import QUICK, Cluster, cluster

from reportgen import archive, pipeline
from reportgen.engine.aside import machine
from reportgen.errors import SettingsError
from reportgen.model.findings import Findings

MISSING = next((name for name in ("pyspark",) if importlib.util.find_spec(name) is None), None) or (
    None if shutil.which("java") else "Java"
)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(MISSING is not None, reason=f"{MISSING} is not installed (sh .ci/bootstrap engines)")]

BUILD = """\
import sys
from dataclasses import replace
from pathlib import Path
from reportgen import archive, pipeline
made = pipeline.analysed(pipeline.Workspace(Path(sys.argv[1])), pipeline.Request(month=sys.argv[2]), lambda said: print(said, flush=True))
Path(sys.argv[3]).write_bytes(archive.report_json(made.findings))
"""
OLDER = ("events_2025*", "events_20260[1-3]*")
IMPATIENT = "from reportgen.engine import cluster\ncluster.{} = 5.0\n"
GA4 = """\
conversions:
  purchase: {label: Purchase, tier: macro, primary: true, match: purchase, outcome: We sell., value: 10}
  checkout: {label: Checkout, tier: micro, match: begin_checkout, stage: consideration, supports: purchase}
  cart: {label: Cart, tier: micro, match: add_to_cart, by: item_name, stage: consideration, supports: purchase}
"""


def told(found: Findings) -> bytes:
    """`report.json` without the texts of queries, which are each engine's own."""
    return archive.report_json(replace(found, definitions=tuple(replace(each, query="") for each in found.definitions)))


def here(folder: Path, month: str) -> bytes:
    """What the embedded engine says of a workspace."""
    return told(pipeline.analysed(pipeline.Workspace(folder), pipeline.Request(month=month), lambda _text: None).findings)


class Build:
    """A build of a workspace in a process of its own, on an engine, from the exports on."""

    def __init__(self, folder: Path, month: str, engine: str, before: str = "") -> None:
        self.folder, self.out = folder, folder / "report.json"
        report = folder / "config" / "report.yaml"
        plain = re.sub(r"(?m)^engine:.*\n", "", report.read_text("utf-8")).rstrip("\n")
        report.write_text(f"{plain}\nengine: {engine}\n", "utf-8")
        shutil.rmtree(folder / ".reportgen", ignore_errors=True)
        with (folder / "build.log").open("wb") as log:
            command = [sys.executable, "-c", before + BUILD, str(folder), month, str(self.out)]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    @property
    def parts(self) -> int:
        """Kept parts so far."""
        return len(list(self.folder.glob(".reportgen/parts/*/part.json")))

    @property
    def tables(self) -> int:
        """Temporary tables that stand now."""
        return len(list(self.folder.glob(".reportgen/parts/.unfinished-spark-*/*")))

    def until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + 1500
        while not done():
            assert self.process.poll() is None, self.log
            assert time.monotonic() < end, self.log
            time.sleep(0.02)

    @property
    def log(self) -> str:
        return (self.folder / "build.log").read_text("utf-8", "replace")[-4000:]

    def refusal(self) -> str:
        """What is told of the workers where a build ends for want of one."""
        assert self.process.wait(300) == 1
        found = re.search(r"SettingsError: config/report\.yaml:11:\d+: engine: no worker of the Spark master at \S+ (.* 5 s);", self.log)
        assert found, self.log
        return found[1]

    def report(self) -> bytes:
        assert self.process.wait(1500) == 0, self.log
        return told(archive.findings(self.out.read_bytes()))


Begin = Callable[..., Build]


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Begins builds; what still runs when its test is over is ended."""
    begun: list[Build] = []

    def build(folder: Path, month: str, engine: str, before: str = "") -> Build:
        begun.append(Build(folder, month, engine, before))
        return begun[-1]

    yield build
    for each in begun:
        each.process.kill()
        each.process.wait()


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def test_a_demo_says_the_same_though_two_workers_are_killed(demo_workspace: Path, spark: Cluster, begin: Begin, tmp_path: Path) -> None:
    """One while exports are read, and, when another has come, one while numbers are counted. Its last months, in both formats that it has:
    what Spark is asked is the same, and older months only take longer."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_workspace, folder, ignore=shutil.ignore_patterns("site", ".reportgen", *OLDER))
    first, _second = spark.work("one"), spark.work("two")
    build = begin(folder, "2026-10", spark.url)
    build.until(lambda: build.parts > 0 and spark.worked("one") and spark.worked("two"))
    spark.kill(first)
    assert build.tables == 0
    third = spark.work("three")
    build.until(lambda: build.tables > 8 and spark.worked("three"))
    spark.kill(third)
    assert build.process.poll() is None
    found = build.report()
    assert not list(folder.glob(".reportgen/parts/.unfinished-*"))
    shutil.rmtree(folder / ".reportgen")
    embed(folder)
    assert found == here(folder, "2026-10")


def embed(folder: Path) -> None:
    report = folder / "config" / "report.yaml"
    report.write_text(re.sub(r"(?m)^engine:.*\n", "", report.read_text("utf-8")), "utf-8")


@pytest.mark.samples
def test_a_real_export_says_the_same(spark: Cluster, begin: Begin, samples: Path, tmp_path: Path) -> None:
    spark.work("samples-one"), spark.work("samples-two")
    report = "site: {name: Sample, zone: UTC}\ncurrency: USD\ninputs:\n  web: data/*.ndjson.gz\n"
    tiny.write(tmp_path, {"config/report.yaml": report, "config/conversions.yaml": GA4})
    shutil.copytree(samples / "ga4", tmp_path / "data")
    found = begin(tmp_path, "2020-12", spark.url).report()
    shutil.rmtree(tmp_path / ".reportgen")
    embed(tmp_path)
    assert found == here(tmp_path, "2020-12")


def test_one_machine_takes_what_an_embedded_engine_has_kept(begin: Begin, tmp_path: Path) -> None:
    """Parts are the same whoever makes them: nothing is read again. And folders may be called as they like, but for a colon. Ended when
    tables stand that come from parts: what is counted from them is what other tests look at."""
    folder = tiny.workspace(tmp_path / "a b%20{x}[1]*é,'q\"#&")
    here(folder, "2026-10")
    kept = folder / "kept" / "parts"
    shutil.copytree(folder / ".reportgen" / "parts", kept)
    dead = kept / f".unfinished-spark-of-a-dead-build{machine()}"
    dead.mkdir()
    before = sorted(each.name for each in kept.iterdir() if each != dead)
    build = begin(folder, "2026-10", f"spark://local[2]?{QUICK}&store={quote(str(kept))}")
    build.until(lambda: len(list(kept.glob(".unfinished-spark-*/conversions_*/_SUCCESS"))) > 0)
    assert "counting" in build.log and "reading" not in build.log
    assert sorted(each.name for each in kept.iterdir() if not each.name.startswith(".")) == before
    assert not dead.exists()


def test_a_build_whose_workers_are_all_gone_ends(spark: Cluster, begin: Begin, tmp_path: Path) -> None:
    """Spark itself would wait for ever; so it would where there is none from the start."""
    tiny.workspace(tmp_path)
    only = spark.alone("only")
    build = begin(tmp_path, "2026-10", spark.url, before=IMPATIENT.format("LOST"))
    build.until(lambda: build.tables > 0)
    spark.kill(only)
    assert build.refusal() == "is left after 5 s"
    assert not list(tmp_path.glob(".reportgen/parts/.unfinished-*"))
    assert begin(tmp_path, "2026-10", spark.url, before=IMPATIENT.format("JOINED")).refusal() == "has joined in 5 s"


def test_an_unreachable_master_is_told_with_its_line(tmp_path: Path) -> None:
    tiny.workspace(tmp_path, report=tiny.REPORT + "engine: spark://127.0.0.1:1\n")
    with pytest.raises(SettingsError, match=r"config/report\.yaml:11:\d+: engine: no Spark master answers at 127\.0\.0\.1:1; start it"):
        here(tmp_path, "2026-10")


@pytest.mark.parametrize(
    ("home", "option", "said"),
    [
        ("/nowhere", "", "Spark does not start ([JAVA_GATEWAY_EXITED] Java gateway process exited"),
        (None, "?spark.driver.memory=lots", "it needs Java 17 or 21, and options that Java takes"),
    ],
)
def test_a_java_that_does_not_start_is_told(tmp_path: Path, home: str | None, option: str, said: str) -> None:
    """In a process of its own, since PySpark leaves a pipe open then."""
    tiny.workspace(tmp_path, report=tiny.REPORT + f"engine: spark://local[2]{option}\n")
    environment = {**os.environ, "JAVA_HOME": home} if home else dict(os.environ)
    ran = subprocess.run(
        [sys.executable, "-m", "reportgen", "check"], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert ran.returncode == 3
    assert "error: config/report.yaml:11:1: engine: Spark does not start" in ran.stderr
    assert said in ran.stderr


def test_no_java_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tiny.workspace(tmp_path, report=tiny.REPORT + "engine: spark://local[2]\n")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    ran = tiny.run("check", within=tmp_path)
    assert ran.code == 3
    assert "engine: Spark needs Java, and there is none; install Java 17, or set JAVA_HOME" in ran.err
