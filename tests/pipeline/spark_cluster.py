"""A standalone Spark on loopback, from PySpark's own scripts: a master, and workers that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HOST = "127.0.0.1"
QUICK = "spark.sql.codegen.wholeStage=false&spark.sql.codegen.factoryMode=NO_CODEGEN&spark.sql.shuffle.partitions=2"
"""Small tables are not worth compiled queries."""
LEAN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


class Cluster:
    """A master and its workers, one core each. A worker is a group of processes: with it die its executor and Python."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self._running: list[subprocess.Popen[bytes]] = []
        self.master = self._begin("master", "master.Master", "--host", HOST, "--port", str(self.port), "--webui-port", "0")
        _until(lambda: _listens(self.port), "the master did not start")

    @property
    def url(self) -> str:
        """The address for settings, with what makes a small build quick."""
        options = f"spark.executor.memory=1g&spark.executor.extraJavaOptions={LEAN}&spark.driver.extraJavaOptions={LEAN}"
        return f"spark://{HOST}:{self.port}?{QUICK}&{options}"

    def work(self, name: str) -> subprocess.Popen[bytes]:
        """A new worker; its log and its applications' lie in a folder of its name."""
        home = str(self.folder / name)
        return self._begin(
            name, "worker.Worker", "--host", HOST, "--webui-port", "0", "--cores", "1", "--memory", "2g", "--work-dir", home,
            f"spark://{HOST}:{self.port}",
        )  # fmt: skip

    def alone(self, name: str) -> subprocess.Popen[bytes]:
        """A new worker, when all others have been killed."""
        for process in self._running[1:]:
            self.kill(process)
        return self.work(name)

    def worked(self, name: str) -> bool:
        """Whether an executor has begun on a worker."""
        return any((self.folder / name).glob("app-*/*/stderr"))

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """End a worker and all that it has begun, at once."""
        with suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()

    def close(self) -> None:
        for process in reversed(self._running):
            self.kill(process)

    def _begin(self, name: str, what: str, *words: str) -> subprocess.Popen[bytes]:
        import pyspark

        home = Path(pyspark.__file__).parent
        environment = {
            **os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": HOST, "SPARK_DAEMON_JAVA_OPTS": LEAN, "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": sys.executable,
        }  # fmt: skip
        with (self.folder / f"{name}.log").open("wb") as log:
            command = [home / "bin" / "spark-class", f"org.apache.spark.deploy.{what}", *words]
            process = subprocess.Popen(
                [str(word) for word in command], env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._running.append(process)
        return process


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster with two workers, `one` and `two`."""
    found = Cluster(folder)
    try:
        yield found
    finally:
        found.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), 1):
        return True
    return False


def _until(done: object, wrong: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not done():  # type: ignore[operator]
        if time.monotonic() > end:
            raise AssertionError(wrong)
        time.sleep(0.1)
