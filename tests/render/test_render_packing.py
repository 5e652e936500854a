"""A PDF's table of places, told row by row: whoever undoes it by ISO 32000-1, 7.4.4.4 has the same table."""

import re
import zlib

from hypothesis import given
from hypothesis import strategies as st

from reportgen.render.packing import packed

HEAD = b"%PDF-1.7\n1 0 obj\n<</Length 3>>\nstream\nabc\nendstream\nendobj\n"
TAIL = b"\nendstream\nendobj\nstartxref\n63\n%%EOF\n"


def with_table(rows: list[tuple[int, int, int]]) -> bytes:
    table = b"".join(bytes([kind]) + place.to_bytes(3) + index.to_bytes(2) for kind, place, index in rows)
    told = zlib.compress(table)
    entry = b"<</Type /XRef/Index [0 %d]/W [1 3 2]/Size %d/Root 2 0 R/Filter /FlateDecode/Length %d>>\nstream\n"
    return HEAD + b"2 0 obj\n" + entry % (len(rows), len(rows), len(told)) + told + TAIL


def table_of(pdf: bytes) -> bytes:
    """The table as a reader has it: PNG's filter Up undone."""
    found = re.search(rb"/DecodeParms <</Predictor 12/Columns (\d+)>>/Length (\d+)>>\nstream\n", pdf)
    assert found
    width, told = int(found[1]), zlib.decompress(pdf[found.end() : found.end() + int(found[2])])
    above, table = bytes(width), b""
    for at in range(0, len(told), width + 1):
        assert told[at] == 2 or at == told[at] == 0
        above = bytes((step + over) % 256 for step, over in zip(told[at + 1 : at + 1 + width], above, strict=True))
        table += above
    return table


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2**24 - 1), st.integers(0, 2**16 - 1)), min_size=1, max_size=40))
def test_a_reader_has_the_same_table(rows: list[tuple[int, int, int]]) -> None:
    pdf = packed(with_table(rows))
    assert table_of(pdf) == b"".join(bytes([kind]) + place.to_bytes(3) + index.to_bytes(2) for kind, place, index in rows)
    assert pdf.startswith(HEAD) and pdf.endswith(TAIL)


def test_the_packed_table_never_ends_like_a_line() -> None:
    """Readers could not tell its last byte from the line's end before `endstream` (ISO 32000-1, 7.3.8.1)."""
    ends = set()
    for index in range(256):
        table = with_table([(1, 9, index)])
        end = packed(table).removesuffix(TAIL)[-1]
        ends.add(end)
        assert table_of(packed(table)) == bytes([1, 0, 0, 9, 0, index])
    assert len(ends) == 254 and not ends & set(b"\r\n")


def test_places_that_rise_evenly_take_little_room() -> None:
    rows = [(2, 9_000, index) for index in range(20_000)]
    assert len(packed(with_table(rows))) < len(with_table(rows)) / 20


def test_what_has_no_such_table_stays_as_it_is() -> None:
    for pdf in (b"", HEAD + b"xref\n0 1\n" + TAIL, packed(with_table([(1, 9, 0)]))):
        assert packed(pdf) == pdf
