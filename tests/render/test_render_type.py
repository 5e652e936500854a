"""Type comes from one scale: 1.2 with half steps, in rem of a root that alone differs between screen and paper."""

import re

from reportgen import shipped

SCALE = {round(1.2 ** (step / 2), 3) for step in range(-6, 13)}
"""Bringhurst, The Elements of Typographic Style, 3.1: sizes of a scale rather than of the moment; each the root of 1.2 apart."""
ROOTS = {"9.5pt", *(f"calc({size} * var(--scale, 1))" for size in ("106.25%", "9pt", "8.8pt"))}
SHEETS = ("report.css", "screen.css", "print.css", "index.css", "japanese.css", "report.html.j2")


def test_every_size_is_one_of_the_scale() -> None:
    for sheet in SHEETS:
        text = (shipped.folder("templates") / sheet).read_text("utf-8")
        for size in re.findall(r"font-size: ([^;}]+)", text):
            number = re.fullmatch(r"([\d.]+)r?em", size.strip())
            assert size.strip() in ROOTS | {"inherit"} or (number and float(number[1]) in SCALE), f"{sheet}: {size}"


def test_nothing_is_printed_smaller_than_six_points() -> None:
    sizes = re.findall(r"font-size: ([\d.]+)rem", (shipped.folder("templates") / "print.css").read_text("utf-8"))
    assert min(float(size) for size in sizes) * 8.8 >= 6
