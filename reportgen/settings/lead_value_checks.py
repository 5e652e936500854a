"""What the settings say of a lead's value: names that are there, values that fit each other, and figures that have grown old."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from reportgen.model.advice import Advice, AdviceKind
from reportgen.model.settings import ConversionRule, LeadValue, Lifetime, Per, ReportSettings, Tier
from reportgen.settings.guess import suggestion
from reportgen.settings.names import Finding, Names, repeated

PATH = "lead_value"
LIFETIME_AGE = 365
"""Days after which a lifetime value is called old."""
HAS = "has"
"""The parameter that says which contact details are there: `email+name+phone`."""
CHANNEL = "channel"


def lead_value_findings(report: ReportSettings, rules: Sequence[ConversionRule], names: Names) -> Iterator[Finding]:
    """Every contradiction in `lead_value`; nothing without it."""
    asked = report.lead_value
    if asked is None:
        return
    known = {rule.key: rule for rule in rules}
    if names.rules is not None:
        yield from _rules(asked, known, names.rules)
    if asked.customer is None:
        yield from _without_customer(asked)
    yield from repeated(f"{PATH}.ready", [detail.value for detail in asked.ready])
    yield from _ready(asked, known)
    for n, one in enumerate(asked.lifetime):
        yield from _lifetime(one, _place(asked, n), known.get(asked.lead), report)
    yield from _grown(asked)


def old_lifetimes(asked: LeadValue | None, today: date | None) -> Iterator[Advice]:
    """Values found more than a year ago; none without `today`."""
    if asked is None or today is None:
        return
    for n, one in enumerate(asked.lifetime):
        if (today - one.day).days > LIFETIME_AGE:
            yield Advice(AdviceKind.OLD_LIFETIME, f"{_place(asked, n)}.date", {"day": one.day.isoformat()})


def _place(asked: LeadValue, n: int) -> str:
    return f"{PATH}.lifetime.{n}" if len(asked.lifetime) > 1 else f"{PATH}.lifetime"


def _rules(asked: LeadValue, known: dict[str, ConversionRule], every: Sequence[str]) -> Iterator[Finding]:
    pipeline = asked.pipeline
    listed: dict[str, str | None] = {"lead": asked.lead, "customer": asked.customer, "form": asked.form}
    closed: dict[str, str | None] = {"pipeline.opened": pipeline.opened, "pipeline.lost": pipeline.lost} if pipeline else {}
    for option, key in (listed | closed).items():
        if key is not None and key not in every:
            yield Finding(f"{PATH}.{option}", f"there is no conversion `{key}`", suggestion(key, every))
        elif key in known and option in listed and known[key].hidden:
            yield Finding(f"{PATH}.{option}", f"`{key}` is hidden", "remove `hidden: true` there, or name another")
    customer = known.get(asked.customer or "")
    if customer is not None and customer.tier is not Tier.MACRO:
        yield Finding(f"{PATH}.customer", f"`{asked.customer}` is a micro conversion: nobody is a customer by it", "name a macro")
    for option, key in (("customer", asked.customer), ("form", asked.form)):
        if key == asked.lead:
            yield Finding(f"{PATH}.{option}", "is the lead itself", "name another conversion")
    if pipeline is not None and pipeline.lost in (pipeline.opened, asked.customer) and pipeline.lost is not None:
        yield Finding(f"{PATH}.pipeline.lost", f"`{pipeline.lost}` opens or wins a record", "name the rule of those that came to nothing")


def _without_customer(asked: LeadValue) -> Iterator[Finding]:
    for n, one in enumerate(asked.lifetime):
        if one.per is Per.CUSTOMER:
            right = "write `customer:` with the macro that makes one, or `per: lead`"
            yield Finding(f"{_place(asked, n)}.per", "is a customer's value, and nothing says what makes a customer", right)
    if asked.pipeline is not None:
        yield Finding(f"{PATH}.pipeline", "nothing says what makes a customer", "write `customer:` with the macro that makes one")


def _ready(asked: LeadValue, known: dict[str, ConversionRule]) -> Iterator[Finding]:
    """The details are told by the rule that opens a record, else by the lead's."""
    key = asked.pipeline.opened if asked.pipeline else asked.lead
    if asked.ready and key in known and HAS not in known[key].by:
        yield Finding(f"{PATH}.ready", f"`{key}` does not tell which contact details are there", f"write `by: {HAS}` at `{key}`")


def _lifetime(one: Lifetime, path: str, lead: ConversionRule | None, report: ReportSettings) -> Iterator[Finding]:
    if one.currency not in (None, report.currency) and one.currency not in report.rates:
        right = f"write its rate in `rates`, such as `rates: {{{one.currency}: 0.92}}`"
        yield Finding(f"{path}.currency", f"nothing says what {one.currency} is worth in {report.currency}", right)
    if len(one.only) > 1:
        yield Finding(f"{path}.for", "names several things at once", "keep one of them, or write one value for each")
    allowed = (CHANNEL, *(lead.by[:1] if lead else ()))
    for name in one.only:
        if lead is not None and name not in allowed:
            yield Finding(f"{path}.for.{name}", f"leads are not told apart by `{name}`", suggestion(name, allowed))


def _grown(asked: LeadValue) -> Iterator[Finding]:
    """What comes within five years has come within one as well: a value of the same leads never falls with time."""
    groups: dict[object, list[tuple[int, int, float]]] = {}
    for n, one in enumerate(asked.lifetime):
        if one.after is not None:
            same = (one.per, one.currency, tuple(sorted(one.only.items())))
            groups.setdefault(same, []).append((one.after, n, one.value))
    for group in groups.values():
        for (sooner, _, less), (later, n, more) in pairwise(sorted(group)):
            if sooner == later:
                yield Finding(f"{_place(asked, n)}.after", "the same time is there twice", "keep one of them")
            elif more < less:
                wrong = f"{more:g} within {later} months is less than {less:g} within {sooner}"
                yield Finding(f"{_place(asked, n)}.value", wrong, "write all that has come by then, the earlier months with it")
