"""What a command measured, in the page that shows it."""

from pathlib import Path


def put(page: Path, name: str, command: str, text: str) -> None:
    """Replace what stands between the two marks of a name. Raises ValueError where the page has not both, once each."""
    begin, end = f"<!-- {name}: made by `{command}` -->\n", f"<!-- end of {name} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    _old, closed, after = rest.partition(end)
    if not (found and closed) or begin in after:
        raise ValueError(f"{page.name} has not one `{begin.strip()}` with an `{end}` after it")
    page.write_text(f"{before}{begin}{text}{end}{after}", encoding="utf-8")
