"""Events -> kept tables -> one build's tables: sessions, conversions, pages, channels, identity.

`keep` makes the kept part of one staged export; `view` derives what needs history from all parts: sessions over file edges, visit
numbers, channels, counting, `only_after`, repeats across files. `keep_totals` and `totals` do so for totals and costs without people.
"""

from reportgen.activity.keep import keep, keep_native
from reportgen.activity.match import digest, wanted_params
from reportgen.activity.offline import hashed_space
from reportgen.activity.staged import FileRows, Staged
from reportgen.activity.store import Part, Store
from reportgen.activity.totals import StagedTotals, TotalsTables, keep_totals, totals
from reportgen.activity.view import Tables, view
from reportgen.activity.watch import watch

__all__ = [
    "FileRows",
    "Part",
    "Staged",
    "StagedTotals",
    "Store",
    "Tables",
    "TotalsTables",
    "digest",
    "hashed_space",
    "keep",
    "keep_native",
    "keep_totals",
    "totals",
    "view",
    "wanted_params",
    "watch",
]
