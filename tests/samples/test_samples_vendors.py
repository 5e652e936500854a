"""Small real exports of other tools: every row is read, and ids stay as they are in the file."""

from pathlib import Path

import pytest
from sample_world import one

from reportgen import readers
from reportgen.engine import connect
from reportgen.model.settings import InputSettings
from reportgen.readers import Wanted

pytestmark = pytest.mark.samples

FILES = {
    "amplitude": ("exports/amplitude_event_data.csv", "amplitude_id", "event_type"),
    "mixpanel": ("exports/mixpanel_event.csv", "distinct_id", "name"),
    "umami": ("umami/website_event_first13rows_transcribed.csv", "session_id", "if(event_type = '1', 'page_view', event_name)"),
}


@pytest.mark.parametrize("tool", FILES)
def test_every_row_is_an_event_of_its_visitor(samples: Path, tool: str) -> None:
    name, visitor, event = FILES[tool]
    source = InputSettings(key="web", files=(name,))
    raw = f"select count(*), count(distinct {visitor}), count(distinct {event}) from read_csv({{file}}, all_varchar = true, header = true)"
    assert (tool, *one(raw, file=samples / name)) == _told(samples, source)


def _told(samples: Path, source: InputSettings) -> tuple[str, int, int, int]:
    with connect() as engine:
        ((format_, frame),) = [
            (staged.format, engine.run(staged.events)) for staged, _ in readers.read(engine, readers.find(samples, (source,)), Wanted())
        ]
    return format_, len(frame), frame.visitor.nunique(), frame.event_name.nunique()


def test_matomos_utf_16_log_has_its_visits(samples: Path) -> None:
    format_, rows, visitors, _ = _told(
        samples, InputSettings(key="web", files=("matomo/test_csvExport__Live.getLastVisitsDetails_day.csv",))
    )
    assert (format_, rows, visitors) == ("matomo", 2, 2)
