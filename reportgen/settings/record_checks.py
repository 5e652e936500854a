"""Inputs of records and of members: what their settings say about each other."""

from collections.abc import Iterator

from reportgen.model.settings import InputFormat, InputSettings, MemberColumns, RecordColumns
from reportgen.settings.guess import suggestion
from reportgen.settings.names import Finding

OPEN = "open"
KINDS = ("columns", "records", "members", "counters", "costs")


def record_findings(each: InputSettings) -> Iterator[Finding]:
    """What does not go together in an input of records or members."""
    path = f"inputs.{each.key}"
    if each.records is None and each.members is None:
        return
    kinds = [kind for kind in KINDS if getattr(each, kind)]
    if len(kinds) > 1:
        yield Finding(path, f"its rows cannot be {' and '.join(f'`{kind}`' for kind in kinds)} at once", "make them several inputs")
    if not each.offline:
        yield Finding(f"{path}.offline", "records and members are facts from outside the site", "remove it")
    if each.event is not None:
        yield Finding(f"{path}.event", "each date has its own event", "remove it")
    if each.format not in (InputFormat.AUTO, InputFormat.TABLE):
        yield Finding(f"{path}.format", "records and members come in tables", "remove it")
    if each.records is not None:
        yield from _records(each.records, f"{path}.records")
    if each.members is not None:
        yield from _members(each.members, f"{path}.members")


def _records(asked: RecordColumns, path: str) -> Iterator[Finding]:
    told = [meaning for meaning in asked.stages if meaning != OPEN and meaning not in asked.dates]
    if not asked.dates and not told:
        yield Finding(path, "no date makes an event", "write `dates: {lead: COLUMN}`")
    if asked.stages and asked.stage is None:
        yield Finding(f"{path}.stages", "no column holds the stage", "name it in `stage`")
    if told and asked.closed is None:
        yield Finding(f"{path}.stages", f"no column holds the date of `{told[0]}`", "name it in `closed`, or in `dates`")
    events = (*asked.dates, *told)
    for event in asked.amount_at if "amount_at" in asked.model_fields_set else ():
        if event not in events:
            yield Finding(f"{path}.amount_at", f"there is no date `{event}`", suggestion(event, events))


def _members(asked: MemberColumns, path: str) -> Iterator[Finding]:
    named = [option for option, column in (("visitor", asked.visitor), ("user_id", asked.user_id), ("hash", asked.hashed)) if column]
    if len(named) != 1:
        both = " and ".join(f"`{option}`" for option in named)
        wrong = f"{both} say who a member is" if named else "no column says who the members are"
        yield Finding(path, wrong, "name one of `visitor`, `user_id` and `hash`")
    if asked.hashed and asked.salt_env is None:
        yield Finding(f"{path}.hash", "nothing says with what it was salted", "name the environment variable in `salt_env`")
    if asked.salt_env and not asked.hashed:
        yield Finding(f"{path}.salt_env", "there is no `hash` to compare", "remove it")
