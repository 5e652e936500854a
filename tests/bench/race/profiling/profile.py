from pathlib import Path

import pandas as pd
from ydata_profiling import ProfileReport

[file] = Path("data").glob("*.csv.gz")
report = ProfileReport(pd.read_csv(file), title="Report of 2026-10", minimal=True, progress_bar=False)
report.to_file("index.html")

# %% race
# Not part of the report: the numbers, for the race to compare.
import json

Path("numbers.json").write_text(json.dumps({"rows": report.get_description().table["n"]}), encoding="utf-8")
