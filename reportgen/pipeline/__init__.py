"""One report from start to finish. Read this room first: it calls every other by its door, in the order of the data.

exports --readers--> events --activity--> kept tables --metrics--> counts --goals, insights, quality--> findings
        --wording, charts--> pages --archive--> site --deliver--> mail
"""

from reportgen.pipeline.analyse import Analysed, analysed, scanned
from reportgen.pipeline.ask import Request, Workspace
from reportgen.pipeline.batch import Ran, each
from reportgen.pipeline.build import Built, build
from reportgen.pipeline.check import Checked, check
from reportgen.pipeline.cover import alone, cover
from reportgen.pipeline.editions import Compared, compare
from reportgen.pipeline.outlets import Outlets, mailed, outlets, publish
from reportgen.pipeline.owed import unbuilt, unsent
from reportgen.pipeline.send import Prepared, Secrets, prepare, send, send_test, settle, write_eml
from reportgen.pipeline.survey import Scaffolded, new_workflows, scaffolded

__all__ = [
    "Analysed",
    "Built",
    "Checked",
    "Compared",
    "Outlets",
    "Prepared",
    "Ran",
    "Request",
    "Scaffolded",
    "Secrets",
    "Workspace",
    "alone",
    "analysed",
    "build",
    "check",
    "compare",
    "cover",
    "each",
    "mailed",
    "new_workflows",
    "outlets",
    "prepare",
    "publish",
    "scaffolded",
    "scanned",
    "send",
    "send_test",
    "settle",
    "unbuilt",
    "unsent",
    "write_eml",
]
