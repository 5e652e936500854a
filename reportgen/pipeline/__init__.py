"""One report from start to finish. Read this room first: it calls every other by its door, in the order of the data.

exports --readers--> events --activity--> kept tables --metrics--> counts --goals, insights, quality--> findings
        --wording, charts--> pages --archive--> site --deliver--> mail
"""

from reportgen.pipeline.analyse import Analysed, analysed
from reportgen.pipeline.ask import Request, Workspace
from reportgen.pipeline.batch import Ran, each
from reportgen.pipeline.build import Built, build
from reportgen.pipeline.check import Checked, check
from reportgen.pipeline.cover import cover
from reportgen.pipeline.editions import Compared, compare
from reportgen.pipeline.send import Prepared, Secrets, eml, prepare, send, send_test, settle
from reportgen.pipeline.survey import Scaffolded, scaffolded

__all__ = [
    "Analysed",
    "Built",
    "Checked",
    "Compared",
    "Prepared",
    "Ran",
    "Request",
    "Scaffolded",
    "Secrets",
    "Workspace",
    "analysed",
    "build",
    "check",
    "compare",
    "cover",
    "each",
    "eml",
    "prepare",
    "scaffolded",
    "send",
    "send_test",
    "settle",
]
