"""Repeated values as Arrow dictionaries: written once, pointed at by every row."""

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from reportgen.demo.clock import Ints

Columns = Mapping[str, pa.Array]


def coded(codes: Ints, values: Sequence[str]) -> pa.DictionaryArray:
    """Texts by index, a negative one null; only the values in use are kept."""
    used, place = np.unique(codes, return_inverse=True)
    n_null = int(np.searchsorted(used, 0))
    index = place.astype(np.int32) - n_null
    kept = pa.array([values[code] for code in used[n_null:].tolist()], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), kept)


def records(codes: Ints, values: Sequence[object], kind: pa.DataType | None = None) -> pa.DictionaryArray:
    """Records (or lists of them) by index, a negative one null; `kind` where the values alone do not tell the type."""
    index = codes.astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(index, mask=index < 0), pa.array(values, kind))
