"""Importing this imports whatever a build does, so that copies of the process need not: only the server of `batch` does so.

The engine's library is left out: it begins threads, and those do not live on in a copy.
"""

import gc
from contextlib import suppress
from importlib import import_module

from reportgen import charts, pipeline, render
from reportgen.errors import PdfUnavailableError

__all__ = ["charts", "pipeline"]

LATE = ("ibis.backends.sql.compilers", "scipy.special", "scipy.optimize")

for name in LATE:
    import_module(name)
with suppress(PdfUnavailableError):
    render.ready()
gc.collect()
gc.freeze()
