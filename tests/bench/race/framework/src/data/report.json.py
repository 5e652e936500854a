import json
import sys
from pathlib import Path

import duckdb

database = duckdb.connect()
database.execute(Path("load.sql").read_text())
tables = ["months", "days", "channel", "device", "country", "landing_page", "pages", "downloads", "goals"]
json.dump({table: database.table(table).df().fillna(0).to_dict("records") for table in tables}, sys.stdout)
