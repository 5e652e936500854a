"""Streams of the PDF whose packed bytes would end like a line."""

from types import SimpleNamespace

import pydyf

from reportgen.render.tagging import _end_clearly


def ends(stream: pydyf.Stream) -> bytes:
    return bytes(stream.data.removesuffix(b"\nendstream")[-1:])


def test_no_packed_drawing_ends_like_a_line() -> None:
    """The last byte of a packed stream is the lowest of its checksum (RFC 1950): that of one byte n is n + 1."""
    drawings = [pydyf.Stream([bytes([number])], compress=True) for number in range(256)]
    before = [drawing.data for drawing in drawings]
    assert {b"\r", b"\n"} <= {ends(drawing) for drawing in drawings}
    _end_clearly(SimpleNamespace(objects=drawings))
    assert not {b"\r", b"\n"} & {ends(drawing) for drawing in drawings}
    assert [number for number, data in enumerate(before) if drawings[number].data != data] == [9, 12]


def test_a_font_is_left_as_it_is() -> None:
    font = pydyf.Stream([b"\t"], extra={"Length1": 1}, compress=True)
    _end_clearly(SimpleNamespace(objects=[font]))
    assert font.stream == [b"\t"]
