"""Findings made by hand for two firms. Estimates and changes come from `stats`, so that they fit their counts."""

from datetime import date, timedelta

from reportgen.model.counts import (
    BotCounts,
    Converted,
    Dimension,
    FileProfile,
    PageCounts,
    Profile,
    RejectedRows,
    Series,
    Traffic,
)
from reportgen.model.findings import (
    Basis,
    BreakdownFinding,
    ContextFinding,
    DataStatus,
    Definition,
    Findings,
    GoalFinding,
    GoalStatus,
    ItemFinding,
    Ledger,
    LedgerEntry,
    Letter,
    LetterCheck,
    PathPoint,
    RuleFinding,
    Severity,
    SliceFinding,
    Unit,
)
from reportgen.model.reasons import GoalReason, LedgerMessage, LetterFill, LetterReason, PathBasis
from reportgen.model.settings import Settings
from reportgen.periods import Grain, Period, split
from reportgen.stats import (
    CountChange,
    Dispersion,
    Rate,
    RateChange,
    RateEstimate,
    Verdict,
    compare_amounts,
    compare_counts,
    compare_rates,
    estimate_rate,
)

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))
LAST_OCTOBER = Period(date(2025, 10, 1), date(2025, 11, 1))
EVEN = Dispersion(1.0, assumed=False, df=25)
NO_YEAR = RateChange(Rate(0, 0), Rate(0, 0), Verdict.NOT_COMPARABLE, reason="change_no_earlier_period")


def estimate(n: int, of: int) -> RateEstimate:
    return estimate_rate(Rate(n, of), EVEN)


def estimate_of_nobody() -> RateEstimate:
    return RateEstimate(Rate(0, 0), None, 1.0, phi_assumed=True)


def change(before: tuple[int, int], after: tuple[int, int]) -> RateChange:
    return compare_rates(Rate(*before), Rate(*after), EVEN)


def rule(
    key: str,
    label: str,
    tier: str,
    after: tuple[int, int],
    before: tuple[int, int],
    year: tuple[int, int],
    *,
    amount: int | None = None,
    amount_before: int | None = None,
    **more: object,
) -> RuleFinding:
    """A rule's finding: `(converters, visitors)` now, the period before and the year before."""
    values: dict[str, object] = {
        "stage": None,
        "primary": False,
        "outcome": None,
        "supports": (),
        "proxy": None,
        "weight": None,
        "orphan": False,
        "rate_base": None,
        "converted": Converted(after[0] + 3, after[0], 3, amount),
        "estimate": estimate(*after),
        "against_previous": change(before, after),
        "against_year": change(year, after),
        "count_against_previous": compare_counts(before[0], after[0], 1.0),
        "count_against_year": compare_counts(year[0], after[0], 1.0),
        "amount_against_previous": compare_amounts(amount_before, amount) if amount is not None and amount_before is not None else None,
        "amount_against_year": None,
        "benchmark": None,
        "benchmark_source": None,
        "items": {},
    }
    return RuleFinding(key=key, label=label, tier=tier, **{**values, **more})  # type: ignore[arg-type]


def letters(*, baseline: bool = False, **missing: LetterReason) -> tuple[LetterCheck, ...]:
    fills = {
        "S": (LetterFill.WORDS, "Be found by people who need software"),
        "M": (LetterFill.METRIC, "metric"),
        "A": (LetterFill.WORDS, "The team did it before"),
        "R": (LetterFill.SUPPORTS, "quote_request"),
        "T": (LetterFill.DATES, "dates"),
    }
    if baseline:
        fills["A"] = (LetterFill.BASELINE_RANGE, "2025-01-01_2025-12-31")
    return tuple(
        LetterCheck(Letter(letter), False, None, missing[letter])
        if letter in missing
        else LetterCheck(Letter(letter), True, text, None, filled_by)
        for letter, (filled_by, text) in fills.items()
    )


def goal(key: str, label: str, tier: str, status: GoalStatus, **more: object) -> GoalFinding:
    period = Period(date(2026, 1, 1), date(2027, 1, 1))
    values: dict[str, object] = {
        "owner": None,
        "unit": Unit.COUNT,
        "at_most": False,
        "period": period,
        "as_of": OCTOBER.last_day,
        "basis": Basis.PACE,
        "reason": None,
        "letters": letters(),
        "actual": None,
        "target": None,
        "baseline": None,
        "baseline_recorded": None,
        "progress": None,
        "growth": None,
        "wanted_growth": None,
        "expected": None,
        "pace": None,
        "elapsed_days": 304,
        "total_days": 365,
        "required_per_day": None,
        "recent_per_day": None,
        "estimate": None,
        "projection": None,
        "path": (),
        "metric_text": "metric",
        "strategy": "Be found by people who need software",
        "supports": ("quote_request",),
        "note": None,
    }
    return GoalFinding(key=key, label=label, tier=tier, status=status, **{**values, **more})  # type: ignore[arg-type]


def straight_path(period: Period, as_of: date, reached: float, target: float) -> tuple[PathPoint, ...]:
    days = [period.begin + timedelta(days=index) for index in range(period.days)]
    elapsed = (as_of - period.begin).days + 1
    return tuple(
        PathPoint(day, reached * (index + 1) / elapsed if day <= as_of else None, target * (index + 1) / period.days)
        for index, day in enumerate(days)
    )


def series(period: Period, grain: Grain, visitors: int, keys: dict[str, int], missing: frozenset[date] = frozenset()) -> Series:
    """A steady series that grows a little; days in `missing` have nothing."""
    parts = split(period, grain, "monday")
    gone = tuple(all(part.begin + timedelta(days=d) in missing for d in range(part.days)) for part in parts)

    def size(base: int, index: int) -> int:
        return 0 if gone[index] else base + (index * 7) % 5

    return Series(
        periods=parts,
        partial=tuple(False for _ in parts),
        missing=gone,
        traffic=tuple(
            Traffic(size(visitors, i), size(visitors, i) + 40, size(visitors, i) // 2, size(visitors, i) * 3) for i, _ in enumerate(parts)
        ),
        converted={key: tuple(Converted(size(base, i), size(base, i)) for i, _ in enumerate(parts)) for key, base in keys.items()},
    )


def _goals() -> tuple[GoalFinding, ...]:
    year = Period(date(2026, 1, 1), date(2027, 1, 1))
    return (
        goal(
            "megan_blog",
            "Organic blog traffic",
            "context",
            GoalStatus.AT_RISK,
            owner="Megan",
            actual=9_310.0,
            target=11_500.0,
            baseline=10_000.0,
            baseline_recorded=0.9,
            progress=0.8096,
            growth=0.101,
            wanted_growth=0.15,
            expected=9_578.0,
            pace=0.972,
            required_per_day=35.9,
            recent_per_day=31.0,
            path=straight_path(year, OCTOBER.last_day, 9_310, 11_500),
            path_basis=PathBasis.WEEKDAY,
            letters=letters(baseline=True),
            note="Two guides a month until Christmas.",
        ),
        goal(
            "quotes",
            "Quote requests",
            "macro",
            GoalStatus.OFF_TRACK,
            owner="Jonas",
            actual=74.0,
            target=120.0,
            progress=74 / 120,
            expected=99.9,
            pace=0.741,
            required_per_day=46 / 61,
            recent_per_day=10 / 28,
            path=straight_path(year, OCTOBER.last_day, 74, 120),
            path_basis=PathBasis.LINEAR,
            letters=letters(A=LetterReason.NOT_SHOWN_ATTAINABLE),
        ),
        goal(
            "contact_rate",
            "Contact rate",
            "macro",
            GoalStatus.ON_TRACK,
            unit=Unit.SHARE,
            actual=0.0312,
            target=0.03,
            expected=0.03,
            pace=1.04,
            estimate=estimate(936, 30_000),
            required_rate=0.0245,
        ),
        goal(
            "bounce",
            "Bounce rate",
            "context",
            GoalStatus.ON_TRACK,
            unit=Unit.SHARE,
            at_most=True,
            actual=0.38,
            target=0.4,
            estimate=estimate(3_800, 10_000),
        ),
        goal(
            "proposals",
            "Accepted proposals",
            "macro",
            GoalStatus.ACHIEVED,
            unit=Unit.MONEY,
            actual=130_400.0,
            target=120_000.0,
            progress=1.087,
            expected=99_900.0,
            pace=1.305,
            reason=GoalReason.REACHED,
        ),
        goal(
            "newsletter",
            "Newsletter list",
            "micro",
            GoalStatus.NOT_STARTED,
            period=Period(date(2026, 12, 1), date(2027, 3, 1)),
            elapsed_days=0,
            total_days=90,
            target=50.0,
        ),
        goal(
            "chat",
            "Chats",
            "micro",
            GoalStatus.NOT_COMPARABLE,
            actual=12.0,
            wanted_growth=0.2,
            reason=GoalReason.NO_BASELINE,
            letters=letters(S=LetterReason.NO_STRATEGY, R=LetterReason.SUPPORTS_NOTHING),
        ),
    )


def _macros() -> tuple[RuleFinding, ...]:
    return (
        rule("contact", "Contact", "macro", (96, 3_080), (83, 2_890), (70, 2_500), outcome="A first talk about a project.", primary=True),
        rule(
            "quote_request",
            "Quote request",
            "macro",
            (42, 3_080),
            (19, 2_890),
            (35, 2_500),
            amount=75_600_000_000,
            amount_before=34_200_000_000,
            benchmark=0.02,
            benchmark_source="Trade survey",
            benchmark_day=date(2026, 2, 1),
            items={
                "service": (
                    ItemFinding("Design", Converted(25, 24, 0, 45_000_000_000), estimate(24, 3_080)),
                    ItemFinding("(none)", Converted(17, 16), estimate(16, 3_080)),
                )
            },
        ),
    )


def _micros() -> tuple[RuleFinding, ...]:
    return (
        rule(
            "pricing_view",
            "Pricing page",
            "micro",
            (310, 3_080),
            (290, 2_890),
            (255, 2_500),
            stage="intent",
            supports=("quote_request",),
            weight=3.0,
        ),
        rule(
            "newsletter_signup",
            "Newsletter sign-up",
            "micro",
            (120, 3_080),
            (60, 2_890),
            (80, 2_500),
            stage="engagement",
            supports=("contact",),
        ),
        rule(
            "social_follow",
            "Social follow",
            "micro",
            (4, 3_080),
            (6, 2_890),
            (2, 2_500),
            orphan=True,
            proxy="a follow on the network itself",
        ),
        rule(
            "upsell",
            "Second order",
            "micro",
            (0, 0),
            (0, 0),
            (0, 0),
            rate_base="quote_request",
            stage="consideration",
            supports=("contact",),
            against_year=NO_YEAR,
        ),
    )


def _slice(value: str, visitors: int, contacts: int, quotes: int, mark: int = 0) -> SliceFinding:
    return SliceFinding(
        value,
        Traffic(visitors, visitors + 20, visitors // 2, visitors * 3),
        {"contact": Converted(contacts, contacts), "quote_request": Converted(quotes, quotes)},
        {"contact": estimate(contacts, visitors), "quote_request": estimate(quotes, visitors)},
        {"contact": mark, "quote_request": 0},
        {"contact": contacts / visitors} if visitors >= 30 else {},
        visitors >= 30,
    )


def _breakdowns() -> tuple[BreakdownFinding, ...]:
    return (
        BreakdownFinding(
            Dimension.CHANNEL,
            (
                _slice("Organic Search", 1_500, 40, 20),
                _slice("Direct", 1_000, 26, 12),
                _slice("Email", 560, 30, 10, mark=1),
                _slice("Referral", 20, 0, 0),
            ),
        ),
        BreakdownFinding(Dimension.CAMPAIGN, (_slice("(none)", 2_900, 90, 40), _slice("spring_<b>launch</b>", 180, 6, 2))),
        BreakdownFinding(Dimension.TACTIC, (_slice("(none)", 3_080, 96, 42),)),
        BreakdownFinding(Dimension.LANDING_PAGE, (_slice("/blog/one", 2_000, 60, 20), _slice("/", 1_080, 36, 22))),
    )


def _profile() -> Profile:
    rejected = (RejectedRows("unreadable", 3, '{"event_name": "page_', 412),)
    return Profile(
        files=(
            FileProfile(
                "web",
                "data/ga4/2026-10.ndjson.gz",
                "ga4",
                "0" * 64,
                1_000,
                18_003,
                17_990,
                10,
                rejected,
                date(2026, 10, 1),
                date(2026, 10, 31),
            ),
            FileProfile("crm", "data/crm/won.csv", "table", "1" * 64, 100, 12, 12, 0, (), None, None),
        ),
        days=(),
        events={"page_view": 12_000},
        repeated_across_files=2,
        repeated_transactions={},
        bots=(BotCounts("many_events", 4, 9, 3_100),),
        unknown_currency={},
        matched_events=("page_view",),
    )


def _ledger() -> Ledger:
    return Ledger(
        DataStatus.PARTIAL,
        (
            LedgerEntry(
                "rule",
                Severity.GATE,
                LedgerMessage.RULE_SILENT,
                {"rule": "chat", "label": "Chat", "run": 6, "usual": 4.2},
                (date(2026, 10, 20),),
            ),
            LedgerEntry(
                "days",
                Severity.WARNING,
                LedgerMessage.MISSING_DAYS,
                {"missing": 3, "of": 31, "allowed": 2},
                (date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)),
            ),
            LedgerEntry(
                "bots", Severity.NOTE, LedgerMessage.BOTS_EXCLUDED, {"visitors": 4, "sessions": 9, "events": 3_100, "share": 0.147}
            ),
        ),
        _profile(),
        (date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)),
    )


def _context() -> ContextFinding:
    count = compare_counts(2_890, 3_080, 2.0)
    return ContextFinding(
        Traffic(3_080, 4_200, 2_600, 12_000, 15),
        Traffic(2_890, 4_000, 2_500, 11_300),
        Traffic(2_500, 3_300, 2_000, 9_000),
        count,
        compare_counts(2_500, 3_080, 2.0),
        compare_counts(4_000, 4_200, 2.0),
        compare_counts(3_300, 4_200, 2.0),
        estimate(1_600, 4_200),
        change((2_500, 4_000), (2_600, 4_200)),
    )


def healthy_findings(locale: str = "en") -> Findings:
    counted = {
        "contact": 96,
        "quote_request": 40,
        "any_macro": 120,
        "pricing_view": 300,
        "newsletter_signup": 100,
        "social_follow": 4,
        "upsell": 0,
    }
    daily = {key: max(base // 31, 0) for key, base in counted.items()}
    gone = frozenset({date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)})
    return Findings(
        schema=1,
        site="Northlight Studio",
        zone="Europe/Berlin",
        locale=locale,
        currency="EUR",
        period=OCTOBER,
        as_of=OCTOBER.last_day,
        edition=1,
        status=DataStatus.PARTIAL,
        previous=SEPTEMBER,
        year_before=LAST_OCTOBER,
        goals=_goals(),
        macros=_macros(),
        any_macro=rule("any_macro", "any_macro", "macro", (126, 3_080), (97, 2_890), (99, 2_500)),
        micros=_micros(),
        breakdowns=_breakdowns(),
        pages=(
            PageCounts("/blog/one", "blog", 4_000, 2_100, 900_000, 1_900, 1_500, {"contact": 60, "quote_request": 20}),
            PageCounts("/pricing", None, 800, 640, 100_000, 90, 200, {"contact": 40}),
            PageCounts("(other)", None, 500, 0, 0, 0, 0, {}),
        ),
        context=_context(),
        days=series(OCTOBER, Grain.DAY, 100, daily, gone),
        weeks=series(Period(date(2026, 8, 31), date(2026, 11, 2)), Grain.WEEK, 700, {key: base // 4 for key, base in counted.items()}),
        months=series(Period(date(2025, 10, 1), date(2026, 11, 1)), Grain.MONTH, 2_700, counted),
        ledger=_ledger(),
        definitions=(
            Definition("visitors", "visitors", "visitors", "SELECT 1", 3_080.0, None),
            Definition("rate_any_macro", "any_macro", "converters(contact or quote_request) / visitors", "SELECT 2", 126.0, 3_080.0),
            Definition("rate_contact", "Contact", "converters(contact) / visitors", "SELECT 3", 96.0, 3_080.0),
            Definition("rate_upsell", "Second order", "converters(upsell and quote_request) / converters(quote_request)", "", 0.0, 0.0),
            Definition("conversions_contact", "Contact", "conversions(contact)", "SELECT 4", 99.0, None),
            Definition("value_quote_request", "Quote request", "sum(amount of quote_request)", "SELECT 5", 75_600.0, None),
            Definition("goal_quotes", "Quote requests", "conversions(quote_request)", "SELECT 6", 74.0, None),
        ),
    )


def healthy_settings() -> Settings:
    return Settings.model_validate(
        {
            "report": {
                "site": {"name": "Northlight Studio", "zone": "Europe/Berlin"},
                "inputs": [{"key": "web", "files": ["data/ga4/*"]}],
            },
            "rules": [
                {
                    "key": "contact",
                    "label": "Contact",
                    "tier": "macro",
                    "match": [{"event": ["contact"]}],
                    "outcome": "A first talk about a project.",
                },
                {"key": "quote_request", "label": "Quote request", "tier": "macro", "match": [{"event": ["quote"]}]},
                *(
                    {"key": key, "label": label, "tier": "micro", "match": [{"event": [key]}], "stage": stage}
                    for key, label, stage in (
                        ("pricing_view", "Pricing page", "intent"),
                        ("newsletter_signup", "Newsletter sign-up", "engagement"),
                        ("social_follow", "Social follow", None),
                        ("upsell", "Second order", "consideration"),
                    )
                ),
            ],
            "goals": [
                {
                    "key": "megan_blog",
                    "label": "Organic blog traffic",
                    "owner": "Megan",
                    "metric": {"kind": "sessions", "scope": {"channel": ["Organic Search"], "landing_page": ["/blog/*"]}},
                    "target": {"change": 0.15},
                    "baseline": {"kind": "range", "begin": date(2025, 1, 1), "end": date(2026, 1, 1)},
                    "supports": ["quote_request"],
                    "begin": date(2026, 1, 1),
                    "end": date(2027, 1, 1),
                },
                *(
                    {"key": key, "label": label, "begin": date(2026, 1, 1), "end": date(2027, 1, 1), **more}
                    for key, label, more in (
                        (
                            "quotes",
                            "Quote requests",
                            {"owner": "Jonas", "metric": {"kind": "conversions", "rule": "quote_request"}, "target": {"value": 120}},
                        ),
                        ("contact_rate", "Contact rate", {"metric": {"kind": "rate", "rule": "contact"}, "target": {"value": 0.03}}),
                        ("bounce", "Bounce rate", {"metric": {"kind": "bounce_rate"}, "target": {"direction": "at_most", "value": 0.4}}),
                        (
                            "proposals",
                            "Accepted proposals",
                            {"metric": {"kind": "value", "rule": "quote_request"}, "target": {"value": 120_000}},
                        ),
                        (
                            "newsletter",
                            "Newsletter list",
                            {"metric": {"kind": "converters", "rule": "newsletter_signup"}, "target": {"value": 50}},
                        ),
                        (
                            "chat",
                            "Chats",
                            {
                                "metric": {"kind": "visitors", "add": "monthly"},
                                "target": {"change": 0.2},
                                "baseline": {"kind": "same_period_last_year"},
                            },
                        ),
                    )
                ),
            ],
            "notes": [
                {"date": date(2026, 10, 5), "text": "New pricing page"},
                {"date": date(2026, 10, 9), "text": "Only for chats", "rule": "pricing_view"},
            ],
        }
    )


def tiny_findings(locale: str = "en") -> Findings:
    """An empty month: nobody came; three conversions arrived from outside without a visitor."""
    nothing = estimate_of_nobody()
    before = change((2, 12), (0, 0))
    none = CountChange(0, 0, Verdict.NOT_COMPARABLE, reason="change_no_earlier_period")
    empty = Series((), (), (), (), {"sale": (), "visit": (), "any_macro": ()})
    sold = rule(
        "sale",
        "Order",
        "macro",
        (0, 0),
        (2, 12),
        (0, 0),
        against_year=NO_YEAR,
        converted=Converted(3, 0, 3),
        estimate=nothing,
        against_previous=before,
    )
    return Findings(
        schema=1,
        site="Corner <Shop>",
        zone="UTC",
        locale=locale,
        currency="JPY",
        period=OCTOBER,
        as_of=date(2026, 10, 12),
        edition=2,
        status=DataStatus.EMPTY,
        previous=SEPTEMBER,
        year_before=None,
        goals=(),
        macros=(sold,),
        any_macro=rule(
            "any_macro", "any_macro", "macro", (0, 0), (2, 12), (0, 0), converted=Converted(), estimate=nothing, against_year=NO_YEAR
        ),
        micros=(
            rule("visit", "Shop visit", "micro", (0, 0), (1, 12), (0, 0), estimate=nothing, converted=Converted(), against_year=NO_YEAR),
        ),
        breakdowns=(BreakdownFinding(Dimension.CHANNEL, ()),),
        pages=(),
        context=ContextFinding(
            Traffic(),
            Traffic(12, 14, 5, 30),
            None,
            CountChange(12, 0, Verdict.DOWN, -1.0),
            none,
            CountChange(14, 0, Verdict.DOWN, -1.0),
            none,
            nothing,
            before,
        ),
        days=empty,
        weeks=empty,
        months=empty,
        ledger=Ledger(
            DataStatus.EMPTY,
            (LedgerEntry("days", Severity.GATE, LedgerMessage.NO_DATA, {}),),
            Profile((), (), {}, 0, {}, (), {}, {}, ()),
            (),
        ),
        definitions=(),
    )


def tiny_settings() -> Settings:
    return Settings.model_validate(
        {
            "report": {
                "site": {"name": "Corner <Shop>", "zone": "UTC"},
                "currency": "JPY",
                "inputs": [{"key": "web", "files": ["data/*.csv"]}],
            },
            "rules": [
                {"key": "sale", "label": "Order", "tier": "macro", "match": [{"event": ["order"]}]},
                {"key": "visit", "label": "Shop visit", "tier": "micro", "match": [{"event": ["visit"]}]},
            ],
        }
    )
