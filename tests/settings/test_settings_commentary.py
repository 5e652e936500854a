"""What the team has written about a period, read heading by heading."""

from pathlib import Path

import pytest
import tiny

from reportgen import settings
from reportgen.errors import SettingsError
from reportgen.model.commentary import Remark
from reportgen.settings.commentary import MOST_BYTES

OCTOBER = "config/commentary/2026-10.md"


def read(folder: Path, text: str | bytes, client: str | None = None) -> tuple[Remark, ...]:
    return settings.commentary(tiny.write(folder, {OCTOBER: text}), client, "2026-10")


def test_headings_part_the_commentary(tmp_path: Path) -> None:
    text = "\ufeffA good month.\r\n\r\n# Goals #\r\nMegan is away.\r\n\r\n### Next ###\r\n- hire\r\n## Funnel\r\n"
    assert read(tmp_path, text.encode()) == (
        Remark(None, 0, "A good month."),
        Remark("Goals", 1, "Megan is away."),
        Remark("Next", 3, "- hire"),
        Remark("Funnel", 2, ""),
    )


@pytest.mark.parametrize("text", ["```\n# no heading\n```", "~~~ sh\n# no\n```\n# no\n~~~", "#hashtag", "    # code", "####### seven"])
def test_what_only_looks_like_a_heading_is_none(tmp_path: Path, text: str) -> None:
    (remark,) = read(tmp_path, text)
    assert (remark.heading, remark.text) == (None, text)


def test_a_period_without_a_file_has_none(tmp_path: Path) -> None:
    assert settings.commentary(tmp_path, None, "2026-10") == ()
    assert read(tmp_path, "") == ()
    assert settings.commentary(tmp_path, None, "2026-09") == ()


def test_a_client_has_its_own_alone(tmp_path: Path) -> None:
    tiny.write(tmp_path, {"clients/acme/config/commentary/2026-10.md": "Of Acme."})
    assert read(tmp_path, "Of the agency.", "acme") == (Remark(None, 0, "Of Acme."),)
    assert read(tmp_path, "Of the agency.", "zeta") == ()


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("october.md", "x", "config/commentary/october.md: is the commentary of no period; name it by its period"),
        ("2026-10.txt", "x", "config/commentary/2026-10.txt: is the commentary of no period"),
        ("2026-10.md", b"ok\nM\xfcnchen", "config/commentary/2026-10.md:2:2: is not UTF-8: byte 0xfc; save it as UTF-8"),
        ("2026-10.md", "x" * (MOST_BYTES + 1), "config/commentary/2026-10.md: is 50,001 bytes long; a commentary has 50,000 at most"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, file: str, content: str | bytes, said: str) -> None:
    tiny.write(tmp_path, {f"config/commentary/{file}": content})
    with pytest.raises(SettingsError) as refused:
        settings.commentary(tmp_path, None, "2026-10")
    assert str(refused.value).startswith(said)
