"""Both tiers together: how many visitors were engaged, gave a signal, had a macro conversion."""

from reportgen.model.document import Block, Cell, Column, Row, Subheading, Table
from reportgen.stats import RateEstimate
from reportgen.wording import changes
from reportgen.wording.draft import Draft


def blocks(draft: Draft) -> list[Block]:
    """A statement and the counts behind it; nothing where nobody came."""
    found = draft.findings.tiers
    if found is None or not found.micro.rate.of:
        return []
    counted = {"n": found.micro.rate.n, "macros": found.macro.rate.n}
    heading = draft.say("tiers.heading", visitors=draft.count(found.micro.rate.of), **counted)
    rows = [_row(draft, name, estimate) for name, estimate in (("engaged", found.engaged), ("micro", found.micro), ("macro", found.macro))]
    if found.both.of:
        rows.append(Row((Cell(draft.say("tiers.both")), changes.share_cell(draft, found.both)), sub=True))
    head = (Column(draft.say("tiers.column_who")), Column(draft.say("tiers.column_share"), numeric=True))
    table = Table("tiers", draft.say("tiers.table", period=draft.period), head, tuple(rows), half=True)
    return [Subheading("tiers-together", heading), table]


def _row(draft: Draft, name: str, estimate: RateEstimate) -> Row:
    return Row((Cell(draft.say(f"tiers.{name}")), changes.rate_cell(draft, estimate)))
