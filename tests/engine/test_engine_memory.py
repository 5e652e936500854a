"""How much memory the engine may take: as the settings say, else half of the machine's or of the container's; and how many cores."""

from pathlib import Path

import pytest

from reportgen.engine import connect
from reportgen.engine.memory import BESIDE, share, threads

GB = 2**30
UNLIMITED = 9223372036854771712
"""What version 1 of control groups says where there is no limit (Linux, Documentation/admin-guide/cgroup-v1/memory.rst)."""


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BESIDE, raising=False)


def system(root: Path, own: str, limits: dict[str, object]) -> Path:
    """A system of which a process sees its control groups, and their limits."""
    for name, text in {"proc/self/cgroup": own, **{f"sys/fs/cgroup/{file}": limit for file, limit in limits.items()}}.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{text}\n", encoding="utf-8")
    return root


def test_half_of_the_machine_without_a_container(tmp_path: Path) -> None:
    assert share(tmp_path, 16 * GB) == 8 * GB
    assert share(system(tmp_path, "0::/user.slice", {"user.slice/memory.max": "max"}), 16 * GB) == 8 * GB


def test_half_of_the_least_limit_around_the_process(tmp_path: Path) -> None:
    limits = {"memory.max": 12 * GB, "pod/memory.max": 4 * GB, "pod/box/memory.max": 6 * GB}
    assert share(system(tmp_path, "0::/pod/box", limits), 16 * GB) == 2 * GB


def test_a_container_that_sees_only_its_own_top(tmp_path: Path) -> None:
    assert share(system(tmp_path, "0::/\n1:cpu:/", {"memory.max": 3 * GB}), 16 * GB) == 3 * GB // 2


def test_control_groups_of_version_1(tmp_path: Path) -> None:
    told = "5:cpu,cpuacct:/\n4:memory:/docker/abc\n0::/"
    limits = {"memory/memory.limit_in_bytes": UNLIMITED, "memory/docker/abc/memory.limit_in_bytes": 2 * GB}
    assert share(system(tmp_path, told, limits), 16 * GB) == GB


def test_the_clients_of_a_batch_share_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BESIDE, "4")
    assert share(tmp_path, 16 * GB) == 2 * GB


@pytest.mark.parametrize(("beside", "cores", "each"), [("2", 8, 4), ("3", 8, 2), ("8", 2, 1), ("1", 8, None), ("", 8, None)])
def test_the_clients_of_a_batch_share_the_cores(beside: str, cores: int, each: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BESIDE, beside)
    assert threads(cores) == each


def test_an_engine_of_a_batch_works_with_its_part_of_the_cores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BESIDE, "1000")
    with connect(scratch=tmp_path) as engine:
        assert engine.rows("select current_setting('threads')") == [(1,)]


def test_the_engine_is_limited_by_the_settings_else_by_the_machine(tmp_path: Path) -> None:
    def limit(memory: str | None) -> float:
        with connect(memory=memory, scratch=tmp_path) as engine:
            (told,) = engine.rows("select current_setting('memory_limit')")
        amount, unit = str(told[0]).split()
        return float(amount) * {"MiB": 2**20, "GiB": GB}[unit]

    machine = share()
    assert machine is not None
    assert limit(None) == pytest.approx(machine, rel=0.06)
    assert limit("512MB") == pytest.approx(512e6, rel=0.001)
