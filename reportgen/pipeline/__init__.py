"""One report from start to finish. Read this room first: it calls every other by its door, in the order of the data.

exports --readers--> events --activity--> kept tables --metrics--> counts --goals, insights, quality--> findings
        --wording, charts--> pages --archive--> site
"""

from reportgen.pipeline.analyse import Analysed, analysed
from reportgen.pipeline.ask import Request, Workspace
from reportgen.pipeline.build import Built, build
from reportgen.pipeline.check import Checked, check
from reportgen.pipeline.survey import scaffolded

__all__ = ["Analysed", "Built", "Checked", "Request", "Workspace", "analysed", "build", "check", "scaffolded"]
