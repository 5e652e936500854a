"""A PDF's table of places, packed as it can be: written plainly it takes twenty times as much."""

import re
import zlib

_TABLE = re.compile(rb"/W \[1 (\d+) (\d+)\]([^<>]*)/Filter /FlateDecode/Length (\d+)>>\nstream\n")
_UP = 2
"""PNG's filter that tells of each row only how it differs from the one above."""
_PLAIN = 0
"""PNG's filter that tells a row as it is."""


def packed(pdf: bytes) -> bytes:
    """The same PDF with its last stream, where each object lies (ISO 32000-1, 7.5.8), told row by row (the predictor of 7.4.4.4).

    Places and numbers rise evenly, so rows differ by little. A PDF without such a table stays as it is. The stream's last byte, the lowest
    of the checksum of what is packed (RFC 1950), is never the end of a line, from which readers could not tell it (7.3.8.1).
    """
    start = pdf.rfind(b"<</Type /XRef")
    found = _TABLE.search(pdf, max(start, 0))
    if start < 0 or found is None:
        return pdf
    width = 1 + int(found[1]) + int(found[2])
    end = found.end() + int(found[4])
    rows = zlib.compress(_not_as_a_line(_differences(zlib.decompress(pdf[found.end() : end]), width)), 9)
    how = b"/Filter /FlateDecode/DecodeParms <</Predictor 12/Columns %d>>/Length %d>>\nstream\n" % (width, len(rows))
    return pdf[: found.start()] + b"/W [1 %b %b]%b" % (found[1], found[2], found[3]) + how + rows + pdf[end:]


def _differences(table: bytes, width: int) -> bytes:
    above, told = bytes(width), bytearray()
    for at in range(0, len(table), width):
        row = table[at : at + width]
        told.append(_UP)
        told += bytes((here - over) % 256 for here, over in zip(row, above, strict=True))
        above = row
    return bytes(told)


def _not_as_a_line(told: bytes) -> bytes:
    """The first row has none above it, so both filters tell it the same; the other one makes the checksum less by 2."""
    return bytes([_PLAIN]) + told[1:] if zlib.adler32(told) % 256 in b"\r\n" else told
