"""The setting `engine:` as an address: what it says, and what is told of one that says nothing."""

import sys

import pytest

from reportgen.engine import Kind, address, connect
from reportgen.errors import SettingsError


@pytest.mark.parametrize(
    ("url", "kind", "where", "options"),
    [
        ("duckdb://", Kind.DUCKDB, "", {}),
        ("", Kind.DUCKDB, "", {}),
        ("spark://local", Kind.SPARK, "local", {}),
        ("spark://local[*]?store=/shared/parts", Kind.SPARK, "local[*]", {"store": "/shared/parts"}),
        (
            "spark://one:7077,two:7077?spark.executor.memory=8g&spark.executor.extraJavaOptions=-XX:+UseSerialGC",
            Kind.SPARK,
            "one:7077,two:7077",
            {"spark.executor.memory": "8g", "spark.executor.extraJavaOptions": "-XX:+UseSerialGC"},
        ),
        ("bigquery://my-project/analytics_1?location=EU", Kind.BIGQUERY, "my-project/analytics_1", {"location": "EU"}),
        ("bigquery://my-project/kept/?max_bytes=1000", Kind.BIGQUERY, "my-project/kept", {"max_bytes": "1000"}),
    ],
)
def test_an_address_says_which_engine_where_and_how(url: str, kind: Kind, where: str, options: dict[str, str]) -> None:
    found = address(url)
    assert (found.kind, found.where, found.options) == (kind, where, options)


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("duckdb", "`duckdb` is no engine that this version runs on; write duckdb://, spark://HOST:PORT"),
        ("trino://host:8080", "`trino://host:8080` is no engine that this version runs on"),
        ("spark://", "`spark://` does not say where; write spark://HOST:PORT or spark://local[2]"),
        ("spark://host", "`spark://host` does not say where"),
        ("spark://local[two]", "`spark://local[two]` does not say where"),
        ("bigquery://my-project", "`bigquery://my-project` does not say where; write bigquery://PROJECT/DATASET"),
        ("duckdb://file.db", "`duckdb://file.db` does not say where; write duckdb://"),
        ("spark://local?memory=4g", "`memory` is no option of spark://; its options are `store` and Spark's own settings"),
        ("bigquery://my-project/kept?max_bytes=2GB", "`max_bytes` is no number of bytes; write one such as max_bytes=10000000000"),
        ("bigquery://my-project/kept?max_bytes=0", "`max_bytes` is no number of bytes"),
        ("bigquery://my-project/kept?location=", "`location` says nothing; give it a value, or leave it out"),
        ("spark://local?store=parts", "`store=parts` is no whole path; name a folder from the root on"),
    ],
)
def test_what_is_no_address_is_told_with_what_would_be(url: str, wrong: str) -> None:
    with pytest.raises(SettingsError) as told:
        address(url)
    assert str(told.value).startswith(f"config/report.yaml: engine: {wrong}")


@pytest.mark.parametrize(
    "url",
    [
        "spark://one:7077?spark.authenticate.secret=hunter2",
        "spark://one:7077?spark.ssl.keyPassword=hunter2",
        "spark://one:7077?spark.executorEnv.AWS_SECRET_ACCESS_KEY=hunter2",
        "spark://one:7077?spark.hadoop.fs.gs.auth.accessToken=hunter2",
        "spark://one:7077?spark.driver.extraJavaOptions=-Djavax.net.ssl.trustStorePassword%3Dhunter2",
        "spark://one?spark.ui.filters=hunter2",
        "spark://user:hunter2@one:7077",
        "spark://hunter2@one:7077",
        "trino://user:hunter2@one:8080?key=hunter2",
    ],
)
def test_no_secret_of_an_address_is_taken_or_shown(url: str) -> None:
    """Settings lie in a repository, and what is wrong with them is printed, in public logs, too."""
    with pytest.raises(SettingsError) as told:
        address(url)
    assert "hunter2" not in str(told.value)


def test_a_missing_library_is_told_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pyspark.sql", "reportgen.engine.google"):
        monkeypatch.setitem(sys.modules, name, None)
    for url, extra in (("spark://local", "spark"), ("bigquery://my-project/kept", "bigquery")):
        with (
            pytest.raises(SettingsError, match=rf"library is not installed; install it with `pip install 'reportgen\[{extra}\]'`"),
            connect(url),
        ):
            pass
