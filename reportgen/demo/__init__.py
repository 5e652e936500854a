"""A made-up firm, so that the report can be seen and checked without anybody's data.

`make` writes a workspace (config and exports) and `DemoFacts` states what was built into it.
"""

from reportgen.demo.facts import DemoFacts
from reportgen.demo.workspace import make

__all__ = ["DemoFacts", "make"]
