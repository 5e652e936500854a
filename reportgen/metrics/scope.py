"""Which sessions and conversions a goal's scope takes in. Expressions only.

A scope means "any session in it": a visitor who came by two channels is in the scope of both, so scoped visitors do not add up over
channels. Names match with `*` wildcards, without regard to case; pages match with case.
"""

import ibis
from ibis.expr.types import Table

from reportgen.metrics.patterns import fits, page_patterns
from reportgen.metrics.source import Facts
from reportgen.model.settings import Scope, Visit

COLUMNS = ("channel", "source", "medium", "campaign", "tactic", "initiative", "device", "country", "platform")


def is_open(scope: Scope) -> bool:
    """Whether the scope takes in everything."""
    return scope == Scope()


def visits_in(facts: Facts, scope: Scope) -> Table:
    """The sessions in the scope. With `page`, those that saw such a page; sessions without a visitor id are then left out, as they are
    where it matters whether a visit is the first."""
    found = _within(facts, facts.visits, scope)
    for segment in scope.segment:
        found = _within(facts, found, facts.settings.report.segments[segment])
    return found


def _within(facts: Facts, visits: Table, scope: Scope) -> Table:
    groups = facts.settings.report.page_groups
    found = visits
    if scope.visit:
        kinds = {Visit.NEW: found.visit_number == 1, Visit.RETURNING: found.visit_number > 1}
        found = found.filter(ibis.or_(*(kinds[kind] for kind in scope.visit)))
    for name in COLUMNS:
        if patterns := getattr(scope, name):
            found = found.filter(fits(found[name], patterns, fold=True))
    if scope.landing_page:
        found = found.filter(fits(found.landing_page, page_patterns(scope.landing_page, groups), fold=False))
    if scope.page:
        found = found.semi_join(pages_in(facts, scope), ["visitor", "session"])
    return found


def pages_in(facts: Facts, scope: Scope) -> Table:
    """The page rows of the scope's `page` patterns."""
    pages = facts.pages
    return pages.filter(fits(pages.page, page_patterns(scope.page, facts.settings.report.page_groups), fold=False))


def page_views_in(facts: Facts, scope: Scope) -> Table:
    """Rows (`day`, `n`) of page views: in the scope's sessions, and with `page` of those pages alone."""
    if not scope.page:
        found = visits_in(facts, scope)
        return found.select("day", n=found.page_views)
    rest = scope.model_copy(update={"page": ()})
    viewed = pages_in(facts, scope)
    if not is_open(rest):
        viewed = viewed.semi_join(visits_in(facts, rest), ["visitor", "session"])
    return viewed.select("day", n=viewed.views)


def conversions_in(facts: Facts, rules: tuple[str, ...], scope: Scope) -> Table:
    """Conversions of the rules whose own session is in the scope; `platform` is asked of the conversion itself.

    A conversion without a session (a fact from outside the site) is in the scope once its visitor has had a session in it,
    on the same day or before.
    """
    found = facts.conversions.filter(facts.conversions.rule.isin(list(rules)))
    if scope.platform:
        found = found.filter(fits(found.platform, scope.platform, fold=True))
    rest = scope.model_copy(update={"platform": ()})
    if is_open(rest):
        return found
    sessions = visits_in(facts, rest)
    inside = found.filter(found.session.notnull()).semi_join(sessions, ["visitor", "session"])
    first = sessions.filter(sessions.visitor.notnull()).group_by("visitor").aggregate(first_in=sessions.day.min())
    outside = found.filter(found.session.isnull()).inner_join(first, "visitor")
    return inside.union(outside.filter(ibis._.first_in <= ibis._.day).drop("first_in"))
