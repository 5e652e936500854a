"""The setting `engine:` as an address: which engine, where it is, and what else it is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote

from reportgen.errors import Place, Problem, SettingsError

EMBEDDED = "duckdb://"
LOCAL = r"local(\[(\d+|\*)\])?"
HOSTS = r"[^\s:/,@]+:\d{1,5}(,[^\s:/,@]+:\d{1,5})*"
DATASET = r"[a-z][a-z0-9.:-]*[a-z0-9]/\w+"
SECRETS = r"secret|password|passwd|token|access\W?key|credential"
"""What Spark itself takes for the name of a secret, and a few more."""


class Kind(StrEnum):
    """The engines there are, as an address begins."""

    DUCKDB = "duckdb"
    SPARK = "spark"
    BIGQUERY = "bigquery"


@dataclass(frozen=True, slots=True)
class Address:
    """`where` is what follows the kind: nothing, `HOST:PORT[,HOST:PORT]` or `local[N]`, `PROJECT/DATASET`."""

    kind: Kind
    where: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


PLACES = {Kind.DUCKDB: "", Kind.SPARK: f"{LOCAL}|{HOSTS}", Kind.BIGQUERY: DATASET}
SHOWN = {Kind.DUCKDB: EMBEDDED, Kind.SPARK: "spark://HOST:PORT or spark://local[2]", Kind.BIGQUERY: "bigquery://PROJECT/DATASET"}
OPTIONS = {Kind.DUCKDB: "", Kind.SPARK: r"store|spark\..+", Kind.BIGQUERY: "location|max_bytes"}
TOLD = {Kind.SPARK: "`store` and Spark's own settings (`spark.executor.memory`)", Kind.BIGQUERY: "`location` and `max_bytes`"}


def address(url: str) -> Address:
    """The address that a setting says. Raises SettingsError for one that names no engine, no place or an unknown option, and for a secret:
    settings are read by everybody who has the workspace. What is told of an address leaves its options out."""
    place, _, query = url.partition("?")
    scheme, separator, where = place.partition("://")
    if url in ("", EMBEDDED):
        return Address(Kind.DUCKDB)
    shown = re.sub("//[^/]*@", "//", place)
    if not separator or scheme not in list(Kind):
        raise refused(f"`{shown}` is no engine that this version runs on", f"write {', '.join(SHOWN.values())}")
    kind = Kind(scheme)
    if not re.fullmatch(PLACES[kind], where.rstrip("/")):
        raise refused(f"`{shown}` does not say where", f"write {SHOWN[kind]}")
    options = {unquote(name): unquote(value) for name, _, value in (each.partition("=") for each in query.split("&") if each)}
    for name, value in options.items():
        _judge(kind, name, value)
    return Address(kind, where.rstrip("/"), options)


def _judge(kind: Kind, name: str, value: str) -> None:
    if not re.fullmatch(OPTIONS[kind], name):
        raise refused(f"`{name}` is no option of {kind}://", f"its options are {TOLD[kind]}" if kind in TOLD else "leave it out")
    if re.search(SECRETS, name, re.IGNORECASE) or re.search(rf"({SECRETS})\w*=", value, re.IGNORECASE):
        raise refused(f"`{name}` is a secret, and settings are no place for one", "write it into Spark's own conf/spark-defaults.conf")
    if not value:
        raise refused(f"`{name}` says nothing", "give it a value, or leave it out")
    if name == "max_bytes" and not (value.isdecimal() and int(value)):
        raise refused("`max_bytes` is no number of bytes", "write one such as max_bytes=10000000000")
    if name == "store" and not value.startswith("/"):
        raise refused(
            f"`store={value}` is no whole path", "name a folder from the root on, which all machines see there: store=/shared/parts"
        )


def refused(wrong: str, right: str) -> SettingsError:
    """What is wrong with the setting `engine`, placed by whoever knows its line."""
    return SettingsError([Problem(Place("config/report.yaml"), "engine", wrong, right)])
