"""Many clients in one command: what stops one of them does not stop the next."""

import pytest

from reportgen.cli import shell
from reportgen.errors import OutputError, UsageError


def test_a_bug_in_one_client_does_not_stop_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str | None] = []

    def work(name: str | None) -> int:
        if name == "second":
            raise ZeroDivisionError("one over nought")
        if name == "third":
            raise PermissionError(13, "Permission denied", "site/third")
        if name == "fourth":
            raise UsageError("no such month")
        done.append(name)
        return 0

    assert shell.each(["first", "second", "third", "fourth", "last"], work) == OutputError.exit_code
    said = capsys.readouterr().err
    assert done == ["first", "last"]
    assert "second: a bug stopped this client: ZeroDivisionError: one over nought" in said
    assert "Traceback" in said
    assert "third: the system refuses" in said


def test_a_bug_in_the_only_client_is_a_bug() -> None:
    def work(_name: str | None) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shell.each([None], work)
