# What the script has made before it reads the exports.
from pathlib import Path

import pandas as pd

SESSION = ["visitor_id", "session_id"]

# %% export
# Every month's events, each once, with the parameters that are needed as columns.
import gzip
import json

PARAMETERS = {
    "ga_session_id": "session_id", "page_location": "page_location", "source": "source", "medium": "medium", "form": "form",
    "method": "method", "file_name": "file_name",
}  # fmt: skip


def flat(line: str) -> dict[str, str | None]:
    event = json.loads(line)
    given = {each["key"]: next(iter(each["value"].values()), None) for each in event["event_params"]}
    return {
        "event_time": event["event_timestamp"], "event_name": event["event_name"], "visitor_id": event["user_pseudo_id"],
        "device": event["device"]["category"], "country": event["geo"]["country"],
        "first_source": event["traffic_source"]["source"], "first_medium": event["traffic_source"]["medium"],
        **{column: given.get(key) for key, column in PARAMETERS.items()},
    }  # fmt: skip


rows = []
for file in sorted(Path("data").glob("*.json.gz")):
    with gzip.open(file, "rt") as lines:
        rows += map(flat, lines)
events = pd.DataFrame(rows, dtype="str").drop_duplicates()
events["time"] = pd.to_datetime(events.pop("event_time").astype("int64"), unit="us", utc=True)
# Sessions that say nothing came as their visitor did at first.
known = events.groupby(SESSION)["source"].transform("count") > 0
for name in ("source", "medium"):
    events[name] = events[name].where(known, events.pop(f"first_{name}"))
