from pathlib import Path

import duckdb

Path("sources/web/report.duckdb").unlink(missing_ok=True)
duckdb.connect("sources/web/report.duckdb").execute(Path("load.sql").read_text())
