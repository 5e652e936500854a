"""How YAML writes values, and what every settings record is."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""A stable name apart from its label: renaming the label keeps a rule's or goal's history."""


class Written(StrEnum):
    """How YAML writes a text or number beyond its plain form. A mark on a field: the settings room reads and checks it."""

    SHARE = "share"
    DURATION = "duration"
    MONTHS = "months"
    ZONE = "zone"
    LOCALE = "locale"


Share = Annotated[float, Written.SHARE]
"""A share, 0-1. YAML may say `2.5%` for 0.025."""


Seconds = Annotated[float, Written.DURATION]
"""A duration in seconds. YAML says `30s`, `2m`, `1h` or `1m30s`."""


Months = Annotated[int, Written.MONTHS]
"""Whole months. YAML says `1y`, `5 years` or `18 months`."""


ZoneName = Annotated[str, Written.ZONE]
"""An IANA time zone."""


LocaleName = Annotated[str, Written.LOCALE]
"""A locale that Babel knows, with an underscore: `en_GB`."""


class Record(BaseModel):
    """Frozen, and strict about misspelt keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
