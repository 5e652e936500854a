"""Whether a hot-lead rule can be met by anybody."""

from collections.abc import Iterator, Sequence

from reportgen.model.settings import ConversionRule, HotLeads, Tier
from reportgen.settings.guess import suggestion
from reportgen.settings.names import Finding, Names, repeated


def lead_findings(hot: HotLeads, rules: Sequence[ConversionRule], names: Names) -> Iterator[Finding]:
    """Signals that are none, ways of saying it that exclude each other, and numbers that nobody reaches."""
    path = "hot_leads"
    if bool(hot.any_of) == bool(hot.all_of):
        wrong = "says both `any_of` and `all_of`" if hot.any_of else "names no micro conversion"
        yield Finding(path, wrong, "write one of them: `any_of: [...]` or `all_of: [...]`")
    for option, keys in (("any_of", hot.any_of), ("all_of", hot.all_of)):
        yield from _signals(f"{path}.{option}", keys, rules, names)
        yield from repeated(f"{path}.{option}", keys)
    if hot.at_least is None:
        return
    if hot.all_of and not hot.any_of:
        yield Finding(f"{path}.at_least", "belongs to `any_of`; `all_of` asks for every one", "remove it, or write `any_of`")
    elif hot.at_least > len(set(hot.any_of)) > 0:
        yield Finding(f"{path}.at_least", f"nobody can have {hot.at_least} of {len(set(hot.any_of))}", "name more, or ask for fewer")


def _signals(path: str, keys: Sequence[str], rules: Sequence[ConversionRule], names: Names) -> Iterator[Finding]:
    if names.rules is None:
        return
    read = {rule.key: rule for rule in rules}
    for key in keys:
        if key not in names.rules:
            micros = [rule.key for rule in rules if rule.tier is Tier.MICRO and not rule.hidden]
            yield Finding(path, f"there is no conversion `{key}`", suggestion(key, micros))
        elif key in read and read[key].tier is not Tier.MICRO:
            yield Finding(path, f"`{key}` is a macro conversion: whoever had it is a customer, not a lead", "name micro conversions")
        elif key in read and read[key].hidden:
            yield Finding(path, f"`{key}` is hidden", "remove `hidden: true` there, or name another")
