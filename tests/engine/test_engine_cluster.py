"""Spark's cluster without a cluster: what it fails with in a user's words, and what a worker looks at before it works."""

from pathlib import Path

import pytest

from reportgen.engine import Embedded, cluster, spark
from reportgen.engine.where import Address, Kind
from reportgen.errors import DataError, ReportgenError, SettingsError

TOLD = Address(Kind.SPARK, "one:7077")
STAGE = """An error occurred while calling o12.collectToPython.
: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times:
\tat org.apache.spark.scheduler.DAGScheduler.failJobAndIndependentStages(DAGScheduler.scala:2842)
Caused by: java.io.FileNotFoundException: File file:/shared/parts/a/sessions.parquet does not exist
\tat org.apache.spark.sql.execution.datasources.FileScanRDD.next(FileScanRDD.scala:129)
"""
TRACE = """
  An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "worker.py", line 100, in main
ModuleNotFoundError: No module named 'reportgen'
"""


def error(said: str, module: str = "py4j.protocol", name: str = "Py4JJavaError") -> Exception:
    found: Exception = type(name, (Exception,), {"__module__": module})(said)
    return found


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (STAGE, "java.io.FileNotFoundException: File file:/shared/parts/a/sessions.parquet does not exist"),
        (TRACE, "ModuleNotFoundError: No module named 'reportgen'"),
        ("An error occurred while calling None.JavaSparkContext.\n: java.lang.IllegalStateException: stopped\n\tat a.b", "java.lang."),
        ("[JAVA_GATEWAY_EXITED] Java gateway process exited.", "[JAVA_GATEWAY_EXITED] Java gateway"),
        ("", "Py4JJavaError"),
    ],
)
def test_why_is_one_line(said: str, why: str) -> None:
    assert cluster.reason(error(said)).startswith(why)


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (error(STAGE), r"engine: Spark does not go on \(java\.io\.FileNotFoundException: .* does not exist\); look at what it printed"),
        (
            error(TRACE, "pyspark.errors.exceptions.captured", "PythonException"),
            r"engine: Spark's workers have no reportgen; install the same",
        ),
    ],
)
def test_what_a_cluster_fails_with_is_told(raised: Exception, said: str) -> None:
    with pytest.raises(SettingsError, match=said), cluster.Cluster(TOLD, None).told():  # type: ignore[arg-type]
        raise raised


def test_a_sum_beyond_64_bits_is_the_datas() -> None:
    with pytest.raises(DataError, match="add up to more than"), cluster.Cluster(TOLD, None).told():  # type: ignore[arg-type]
        raise error("[ARITHMETIC_OVERFLOW] long overflow", "pyspark.errors.exceptions.captured", "ArithmeticException")


@pytest.mark.parametrize("bug", [error("no such column", "pyspark.errors.exceptions.captured", "AnalysisException"), KeyError("visits")])
def test_a_bug_stays_one(bug: Exception) -> None:
    with pytest.raises(type(bug)), cluster.Cluster(TOLD, None).told():  # type: ignore[arg-type]
        raise bug


def reading(_engine: Embedded, job: int) -> int:
    return job + 1


def test_a_worker_works_where_it_sees_the_same_folder_with_the_same_versions(tmp_path: Path) -> None:
    assert spark._Task(reading, "200MB", 1, tmp_path, spark._versions())(1) == (2, None)


def told(found: tuple[int | None, ReportgenError | None]) -> str:
    assert found[0] is None
    return str(found[1])


def test_a_worker_that_would_lose_its_parts_does_nothing(tmp_path: Path) -> None:
    """Its own disk is not what the others see."""
    gone = tmp_path / "parts" / ".unfinished-spark-1"
    said = told(spark._Task(reading, None, 1, gone, spark._versions())(1))
    assert f"engine: a worker of Spark does not see the folder `{gone.parent}`; name one that all of Spark's machines see" in said


def test_a_worker_of_another_version_does_nothing(tmp_path: Path) -> None:
    """Its parts would be others, and bear the name of these."""
    said = told(spark._Task(reading, None, 1, tmp_path, "reportgen 0.1 and duckdb 1.0")(1))
    assert f"engine: a worker of Spark has {spark._versions()}, and what builds has reportgen 0.1 and duckdb 1.0; install" in said


def test_a_folder_with_a_colon_is_refused(tmp_path: Path) -> None:
    with (
        pytest.raises(SettingsError, match="Spark takes no colon in a folder's name"),
        spark.spark(Address(Kind.SPARK, "local"), None, tmp_path / "a:b"),
    ):
        pass


def test_clients_of_a_batch_take_turns_at_a_master(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each would wait in vain for the workers that another has."""
    monkeypatch.setenv("REPORTGEN_BESIDE", "2")
    monkeypatch.setattr(cluster, "_session", lambda _told: Session())
    with cluster.cluster(TOLD, tmp_path / "parts"):
        assert not _free(tmp_path / "parts" / cluster.TURN)
    assert _free(tmp_path / "parts" / cluster.TURN)


class Session:
    """A session that has a worker."""

    def __init__(self) -> None:
        self.sparkContext = self._jsc = self

    def sc(self) -> "Session":
        return self

    def getExecutorMemoryStatus(self) -> "Session":
        return self

    def size(self) -> int:
        return 2

    def stop(self) -> None:
        pass


def _free(file: Path) -> bool:
    import fcntl

    with file.open() as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True
