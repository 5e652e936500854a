"""The one door to the engine: connect, read, run, keep, write.

Everything above speaks Ibis expressions; only this room and the readers know that DuckDB runs them by default.
Ibis is imported on first use: it costs half a second that `--help` must not pay.
"""

from reportgen.engine.connection import Engine, connect

__all__ = ["Engine", "connect"]
