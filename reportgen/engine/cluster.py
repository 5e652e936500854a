"""A session of Spark: begun with what its address says, watched while it works, and what it fails with in a user's words."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from reportgen.engine.aside import locked
from reportgen.engine.connection import too_large
from reportgen.engine.memory import beside
from reportgen.engine.where import Address, refused
from reportgen.errors import OutputError, ReportgenError, SettingsError, refusal

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

REACHED, JOINED, LOST = 5.0, 60.0, 60.0
"""Seconds in which a master answers, in which its first worker joins, and in which another one does when all are gone."""
OURS = ("AnalysisException", "ParseException")
"""What Spark says of queries that are no queries: a bug of this program."""
TURN = ".spark-turn"
CAUSES = (r"[\w.]+Error: ", r"Caused by: .+\w", r": .+\w")
SETTINGS = {
    "spark.app.name": "reportgen",
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "true",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
}


class Cluster:
    """A session and the workers that it has joined. Where all of them are lost and none comes in a while, what waits for one is ended:
    Spark itself waits for ever."""

    def __init__(self, told: Address, session: SparkSession) -> None:
        self.session = session
        self._told = told
        self._lost = False
        self._over = Event()
        self._watching = Thread(target=self._watch, daemon=True)

    def begin(self) -> None:
        """Wait for the first worker, and watch from then on. Raises SettingsError when none has joined in a minute."""
        if is_local(self._told):
            return
        until = time.monotonic() + JOINED
        while not self._workers():
            if time.monotonic() > until:
                raise self._alone()
            time.sleep(0.1)
        self._watching.start()

    def end(self) -> None:
        """Watch no longer, and leave the cluster."""
        self._over.set()
        with suppress(Exception):
            self.session.stop()

    @contextmanager
    def told(self) -> Iterator[None]:
        """What goes wrong on the cluster as an error that a user can mend: DataError for a sum beyond 64 bits, else SettingsError."""
        try:
            yield
        except ReportgenError:
            raise
        except Exception as error:
            said = str(error)
            if "ARITHMETIC_OVERFLOW" in said:
                raise too_large() from error
            if self._lost:
                raise self._alone() from error
            if not type(error).__module__.startswith(("py4j.", "pyspark.")) or type(error).__name__ in OURS:
                raise
            if found := re.search(r"No module named '?(reportgen|duckdb|ibis)", said):
                raise _unlike(f"have no {found[1]}") from error
            right = "look at what it printed above, and at its workers' logs"
            raise refused(f"Spark does not go on ({reason(error)})", right) from error

    def _workers(self) -> int:
        """How many executors there are; the machine that builds is counted by Spark as one."""
        return int(self.session.sparkContext._jsc.sc().getExecutorMemoryStatus().size()) - 1

    def _watch(self) -> None:
        seen = time.monotonic()
        while not self._over.wait(1):
            with suppress(Exception):
                if self._workers():
                    seen, self._lost = time.monotonic(), False
                elif time.monotonic() > seen + LOST:
                    self._lost = True
                    self.session.sparkContext.cancelAllJobs()

    def _alone(self) -> SettingsError:
        joined = f"is left after {LOST:.0f} s" if self._watching.is_alive() else f"has joined in {JOINED:.0f} s"
        right = "look at the master's own page: are there workers, and have they the cores and the memory that are asked for?"
        return refused(f"no worker of the Spark master at {self._told.where} {joined}", right)


@contextmanager
def cluster(told: Address, store: Path) -> Iterator[Cluster]:
    """Spark at an address. Raises SettingsError where Spark or Java is not installed, no master answers, or no worker joins it.

    Clients of a batch take turns at a master: each would wait for the workers that another has, and give up.
    """
    with ExitStack() as open_ones:
        if beside() > 1 and not is_local(told):
            open_ones.enter_context(_turn(store))
        found = Cluster(told, _session(told))
        open_ones.callback(found.end)
        found.begin()
        yield found


@contextmanager
def _turn(store: Path) -> Iterator[None]:
    turn = store / TURN
    try:
        store.mkdir(parents=True, exist_ok=True)
        turn.touch()
    except OSError as error:
        raise OutputError(store, refusal(error)) from error
    with locked(turn):
        yield


def is_local(told: Address) -> bool:
    """Whether all of Spark is in this process's own Java."""
    return told.where.startswith("local")


def reason(error: BaseException) -> str:
    """Why, in one line: the innermost cause that Java tells, or what it says itself, else the last line of Python's own trace on a worker,
    else the first line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
    for mark in CAUSES:
        if found := [line for line in lines if re.match(mark, line)]:
            return re.sub("^(Caused by)?: ", "", found[-1])
    return lines[0]


def _unlike(wrong: str) -> SettingsError:
    return refused(f"Spark's workers {wrong}", "install the same versions there as here, and name their Python in PYSPARK_PYTHON")


def _session(told: Address) -> SparkSession:
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise refused("Spark's library is not installed", "install it with `pip install 'reportgen[spark]'`") from error
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise refused("Spark needs Java, and there is none", "install Java 17, or set JAVA_HOME")
    _master_answers(told)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    options = {**SETTINGS, **_nearby(told), **{name: value for name, value in told.options.items() if name != "store"}}
    builder = SparkSession.builder.master(told.where if is_local(told) else f"spark://{told.where}")
    try:
        return builder.config(map=options).getOrCreate()
    except Exception as error:
        right = "look at what it printed above"
        if "JAVA_GATEWAY_EXITED" in str(error):
            right += ": it needs Java 17 or 21, and options that Java takes"
        raise refused(f"Spark does not start ({reason(error)})", right) from error


def _hosts(told: Address) -> list[tuple[str, int]]:
    return [(host, int(port)) for host, _, port in (each.rpartition(":") for each in told.where.split(","))]


def _nearby(told: Address) -> dict[str, str]:
    """Settings where all of Spark is on this machine: nobody else is to reach it."""
    if not is_local(told) and any(host not in ("localhost", "127.0.0.1") for host, _ in _hosts(told)):
        return {}
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    return {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "8"}


def _master_answers(told: Address) -> None:
    """Raises SettingsError where no master listens: Spark itself tries for a minute, and then fails somewhere else."""
    if is_local(told):
        return
    for place in _hosts(told):
        with suppress(OSError, OverflowError), socket.create_connection(place, REACHED):
            return
    raise refused(f"no Spark master answers at {told.where}", "start it, or write the address that its own page shows")
