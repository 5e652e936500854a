"""Both tiers together: how many visitors were engaged, gave a signal, had a macro conversion."""

from reportgen.model.document import Block, Cell, Column, Row, Subheading, Table
from reportgen.wording import changes
from reportgen.wording.draft import Draft


def blocks(draft: Draft) -> list[Block]:
    """A statement and the counts behind it; nothing where nobody came."""
    found = draft.findings.tiers
    if found is None or not found.micro.rate.of:
        return []
    visitors = found.micro.rate.of
    counted = {"macros": draft.count(found.macro.rate.n), "visitors": draft.count(visitors)}
    heading = draft.say("tiers.heading", n=found.micro.rate.n, **counted)
    cells = (
        Cell(draft.period),
        Cell(draft.count(visitors), sort=visitors),
        *(changes.rate_cell(draft, estimate) for estimate in (found.engaged, found.micro, found.macro)),
        changes.share_or_missing(draft, found.both),
    )
    names = ("visitors", "engaged", "micro", "macro", "both")
    head = (Column(draft.say("tiers.column_period")), *(Column(draft.say(f"tiers.{name}"), numeric=True) for name in names))
    return [Subheading("tiers-together", heading), Table("tiers", draft.say("tiers.table"), head, (Row(cells),))]
