"""A report as rich as a real one, in final words: a small firm's October, with names that try to break the page."""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from reportgen.model.charts import Annotation, BulletChart, ColumnChart, ForestChart, ForestRow, PathChart, RateChart, SparkChart, Words
from reportgen.model.document import (
    Archive,
    Badge,
    Cell,
    Column,
    DefinitionItem,
    DefinitionList,
    Document,
    Fact,
    Figure,
    GoalBoard,
    GoalCard,
    GoalLine,
    GoalMark,
    GoalTrend,
    History,
    IndexEntry,
    Link,
    Look,
    Mark,
    Paragraph,
    Query,
    Remark,
    Row,
    Score,
    Scoreboard,
    Section,
    SmartLetter,
    Subheading,
    Table,
    Tone,
)
from reportgen.render import layout

LABELS_EN = {
    "skip": "Skip to the report",
    "contents": "In this report",
    "status": "Data status",
    "appendix": "Appendix",
    "figure_data": "The numbers behind this chart",
    "definition": "How this is computed",
    "page": "p.",
    "numbered": "Small numbers: definitions,",
    "owner": "Owner",
    "tier": "Kind of goal",
    "metric": "Measured as",
    "goal_note": "The owner’s note",
    "smart": "SMART",
    "history_data": "The looks in numbers",
    "letter_missing": "missing",
    "formula": "Formula",
    "query": "Query",
    "queries": "Queries behind the numbers",
    "notes": "Dated notes on the charts",
    "headed": "{left}: {right}",
    "counts": "Counted",
    "good": "favourable",
    "bad": "unfavourable",
    "warn": "needs attention",
    "missing": "missing",
    "not_comparable": "not comparable",
    "not_yet": "not yet",
    "not_enough": "not enough data",
    "marks": "Marks",
    "archive": "All reports",
    "archive_empty": "No report has been published yet.",
    "trends": "Goals over time",
    "latest": "Latest report",
    "earlier": "Earlier editions:",
    "years": "Years",
    "replaced": "A newer edition of this report is out.",
    "replaced_link": "See all its editions",
    "sort": "Sort by",
    "ascending": "sorted in ascending order",
    "descending": "sorted in descending order",
    "unsorted": "in the report's own order",
    "link": "Link to",
    "copied": "Link copied",
    "periods": "Other periods",
    "redirect": "The latest report is here",
    "goals": "Goals",
}
HOSTILE = ("<b>Bold & brash</b>", r"$\frac{1}$ price list", "=HYPERLINK(1)", "مقالات المدونة", "Launch 🚀 guide")

ON_TRACK = Badge("On track", Tone.GOOD, "right")
AHEAD = Badge("Ahead", Tone.GOOD, "up")
ACHIEVED = Badge("Achieved", Tone.GOOD, "check")
AT_RISK = Badge("At risk", Tone.WARN, "down")
OFF_TRACK = Badge("Off track", Tone.BAD, "cross")
NOT_ENOUGH = Badge("Not enough data", Tone.MUTED, "question")
NOT_STARTED = Badge("Not started", Tone.MUTED, "clock")

GOALS = (
    ("quotes_year", "120 quote requests in 2026", "Megan Osei", ON_TRACK, 98.0, 100.0, 120.0, "98", "120", "82 %", "31 Dec 2026", "71 %"),
    (
        "megan_blog",
        "Organic blog traffic up 15 %",
        "Megan Osei",
        AHEAD,
        21480.0,
        19900.0,
        24380.0,
        "21,480",
        "24,380",
        "88 %",
        "31 Dec 2026",
        "93 %",
    ),
    ("proposals", "Nine accepted proposals a quarter", "Tom Adeyemi", AT_RISK, 2.0, 3.0, 9.0, "2", "9", "22 %", "31 Dec 2026", "34 %"),
    ("contact_rate", "Contact rate of 1.5 %", "Tom Adeyemi", OFF_TRACK, 1.02, None, 1.5, "1.02 %", "1.50 %", None, "31 Dec 2026", "8 %"),
    (
        "list",
        "2,000 new names on the mailing list",
        "Priya Natarajan",
        ACHIEVED,
        2041.0,
        1660.0,
        2000.0,
        "2,041",
        "2,000",
        "102 %",
        "31 Dec 2026",
        None,
    ),
    ("pricing", HOSTILE[0], None, NOT_ENOUGH, 11.0, 14.0, 60.0, "11", "60", "18 %", "31 Mar 2027", None),
    ("arabic", HOSTILE[3], "Layla Haddad", NOT_STARTED, 0.0, None, 500.0, "0", "500", None, "30 Jun 2027", None),
)


SPARKS = ("value", "quotes", "any", "download", "signup", "pricing", "video")
COUNTS = {0.0: "0", 40.0: "40", 80.0: "80", 120.0: "120", 160.0: "160", 200.0: "200", 240.0: "240"}
SHARES = {0.0: "0 %", 0.005: "0.5 %", 0.01: "1 %", 0.015: "1.5 %", 0.02: "2 %"}


def words(title: str, alt: str, ticks: Mapping[float, str] = MappingProxyType(COUNTS)) -> Words:
    days = {
        date(2026, month, 1): name
        for month, name in enumerate(("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1)
    }
    labels = {
        "actual": "98 so far",
        "expected": "100 expected",
        "target": "Target 120",
        "deadline": "31 Dec",
        "today": "31 Oct",
        "last": "1.4 %",
        "band": "95 % range",
        "reference": "All visitors 1.4 %",
    }
    return Words(title, alt, labels, ticks, days)


def path_figure(key: str, title: str) -> Figure:
    days = tuple(date(2026, 1, 1) + timedelta(days=day) for day in range(365))
    actual = tuple(None if 120 <= day < 127 else (day * 98 / 303 + 3 * ((day // 17) % 3)) if day < 304 else None for day in range(365))
    expected = tuple(day * 120 / 364 for day in range(365))
    notes = (Annotation(date(2026, 5, 1), "Tracking outage"), Annotation(date(2026, 8, 20), "New pricing page"))
    chart = PathChart(
        days, actual, expected, 120.0, date(2026, 12, 31), (), notes, words(title, f"{title}. Actual against the expected path.")
    )
    rows = tuple(
        Row((Cell(f"{month} 2026"), Cell(str(n)), Cell(str(e))))
        for month, n, e in (("August", 78, 80), ("September", 88, 90), ("October", 98, 100))
    )
    data = Table(
        f"path-{key}-data",
        "Quote requests by the end of each month",
        (Column("Month"), Column("Actual", numeric=True), Column("Expected", numeric=True)),
        rows,
    )
    return Figure(f"path-{key}", chart, "Cumulative, 1 January to 31 December 2026. Week without data in May.", data)


def small_charts() -> tuple[Figure, ...]:
    bullets = tuple(
        Figure(f"bullet-{key}", BulletChart(actual, expected, target, False, words("", f"{label}: {text} of {goal}")))
        for key, label, _, _, actual, expected, target, text, goal, *_ in GOALS
    )
    values = (31.0, 34.0, 29.0, None, 38.0, 41.0, 37.0, 44.0, 40.0, 47.0, 45.0, 52.0)
    sparks = tuple(
        Figure(f"spark-{key}", SparkChart(values[i:] + values[:i], words("", "Rising over twelve months from 31 to 52")))
        for i, key in enumerate(SPARKS)
    )
    return (*bullets, *sparks)


def board() -> GoalBoard:
    lines = tuple(
        GoalLine(key, label, owner, badge, actual, target, progress, due, probability, f"bullet-{key}")
        for key, label, owner, badge, _, _, _, actual, target, progress, due, probability in GOALS
    )
    whole = GoalLine(
        "year", "A good year", "Megan Osei", AT_RISK, "1 of 2 reached", "all 2", None, "31 Dec 2026", "25 % to 70 %", None, "All of both"
    )
    lines = (*lines, whole)
    columns = ("Goal", "Status", "Way to the target", "Actual", "Target", "Progress", "Due", "Probability")
    more = tuple(f"Goals that are not shown here: {n}, page" for n in range(1, len(lines) + 1))
    note = "The bar is the actual, the thin mark where it should be today, the strong one the target."
    return GoalBoard("goals", "The goals", lines, columns, more, (note,))


def scoreboard() -> Scoreboard:
    return Scoreboard(
        "scores",
        "October in numbers",
        (
            Score(
                "Value of accepted proposals",
                "£46,200",
                "2 proposals; £38,900 in September",
                "Up £7,300",
                Tone.NEUTRAL,
                "spark-value",
                "value",
            ),
            Score(
                "Quote requests",
                "14",
                "12 of 4,213 visitors, 0.28 % (0.16 to 0.50)",
                "Not enough data to tell",
                Tone.MUTED,
                "spark-quotes",
                "quote_rate",
            ),
            Score(
                "Contacts",
                "43",
                "41 of 4,213 visitors, 0.97 % (0.72 to 1.3)",
                "Down 0.46 points (0.05 to 0.88)",
                Tone.BAD,
                None,
                "contact_rate",
            ),
            Score("Accepted proposals", "2", "Offline, dated by the contract", "1 in September", Tone.MUTED, None, None),
            Score(
                "Any macro conversion",
                "1.2 %",
                "51 of 4,213 visitors (0.92 to 1.6)",
                "Not enough data to tell",
                Tone.MUTED,
                "spark-any",
                "any",
            ),
            Score("Visitors", "4,213", "3,987 in September", "Up 5.7 %", Tone.GOOD, None, None),
        ),
    )


def card(index: int) -> GoalCard:
    key, label, owner, badge, *_, actual, target, _progress, due, _probability = GOALS[index]
    letters = (
        SmartLetter("S", "Strategic", True, "Be found by people who need software and win their trust before the first call."),
        SmartLetter("M", "Measurable", True, "Quote requests, each visitor once a day."),
        SmartLetter(
            "A",
            "Attainable",
            index != 3,
            "84 in 2025; the target asks for 43 % more." if index != 3 else "No baseline is named: say what it is compared with.",
        ),
        SmartLetter("R", "Relevant", True, "Supports accepted proposals."),
        SmartLetter("T", "Time-based", True, "1 January to 31 December 2026."),
    )
    facts = (
        Fact("Actual", actual, "to 31 October", definition="quote_rate"),
        Fact("Target", target, f"by {due}"),
        Fact("Baseline", "84", "2025, recorded 100 % of days"),
        Fact("Expected to date", "100", "with the baseline’s seasons"),
        Fact("Pace", "98 %", "actual of expected"),
        Fact("Required from now", "0.36 a day", "0.34 in the last four weeks"),
        Fact("Projection", "not yet", None, Mark.NOT_YET),
        Fact("Year before", "not comparable", "tracking began in May", Mark.NOT_COMPARABLE),
    )
    sentence = "98 quote requests to 31 October, 2 fewer than the 100 expected by now; 22 more are needed in 61 days."
    note = "We moved the form above the fold in August. I want to see November before we touch it again." if index == 0 else None
    figure = path_figure(key, "Quote requests keep step with the path to 120") if index < 4 else None
    return GoalCard(
        f"{key}",
        label,
        owner,
        "Macro goal" if index % 2 == 0 else "Micro goal",
        badge,
        sentence,
        letters,
        facts,
        figure,
        note,
        "conversions of the rule “Quote request”, counted once a visitor",
        ("The week of 1 May has no data and is left out of the path.",) if index == 0 else (),
        basis="by pace only" if index == 3 else "by forecast",
        remarks=(
            Remark("Trend", "Stagnating", "No real change in 13 weeks (95 % range −5 % to +17 %)."),
            Remark("Attainability", "Realistic", "If all goes on as before, the chance is 45 % and the 80 % range 84 to 130."),
        ),
        history=history(key) if index < 2 else None,
        tables=(steps(key),) if index == 0 else (),
    )


def whole_card() -> GoalCard:
    """A goal made of two others: no letters, no figure, its parts as a table."""
    columns = (Column("Goal"), Column("Status"), Column("Chance", numeric=True))
    rows = (
        Row((Cell(GOALS[0][1]), Cell("On track", tone=Tone.GOOD), Cell("71 %"))),
        Row((Cell(GOALS[2][1]), Cell("At risk", tone=Tone.WARN), Cell("34 %"))),
    )
    parts = Table("parts-year", "What it is made of", columns, rows)
    told = "As far as the part that is furthest behind: proposals (at risk)."
    facts = (Fact("So far, of both", "1 of 2 reached"), Fact("Chance of both", "25 % to 70 %"))
    return GoalCard("year", "A good year", "Megan Osei", "Combined", AT_RISK, told, (), facts, None, None, "All of both", tables=(parts,))


def history(key: str) -> History:
    """Twelve looks, the goal changed before the seventh."""
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    badges = (NOT_ENOUGH, ON_TRACK, ON_TRACK, AHEAD, AHEAD, ON_TRACK, AT_RISK, OFF_TRACK, OFF_TRACK, AT_RISK, ON_TRACK, ACHIEVED)
    looks = tuple(
        Look(month, badge, None if badge in (NOT_ENOUGH, ACHIEVED) else f"{5 * n + 30} %", "new target" if month == "Jul" else None)
        for n, (month, badge) in enumerate(zip(months, badges, strict=True))
    )
    rows = tuple(Row((Cell(f"{look.when} 2026"), Cell(look.badge.text), Cell(look.chance or "–"))) for look in looks)
    columns = (Column("Day"), Column("Status"), Column("Chance", numeric=True))
    data = Table(f"history-{key}", "The looks in numbers, one by one", columns, rows)
    return History("How it stood at each month’s end", looks, ("Target raised from 110 to 120 on 1 July 2026: the board raised it.",), data)


def steps(key: str) -> Table:
    columns = (Column("Step"), Column("Target", numeric=True), Column("Actual", numeric=True), Column("Status"))
    rows = (
        Row((Cell("First quarter"), Cell("30"), Cell("31"), Cell("Reached", tone=Tone.GOOD))),
        Row((Cell("Second quarter"), Cell("30"), Cell("27"), Cell("Missed", tone=Tone.BAD))),
        Row((Cell("Fourth quarter"), Cell("30"), Cell("", mark=Mark.NOT_YET), Cell("Not begun"))),
    )
    return Table(f"steps-{key}", "Targets on the way", columns, rows)


def rate_row(
    label: str,
    n: int,
    of: int,
    rate: str,
    interval: str,
    change: str,
    tone: Tone,
    spark: str | None,
    *,
    group: str | None = None,
    mark: Mark | None = None,
    strong: bool = False,
) -> Row:
    cells = (
        Cell(label),
        Cell(f"{n:,}"),
        Cell(rate, f"{n:,} / {of:,}", sort=n / of),
        Cell(interval),
        Cell(change, "0.02 to 0.31 points" if mark is None and tone is not Tone.NEUTRAL else None, tone, mark),
        Cell("", chart=spark) if spark else Cell("", mark=Mark.MISSING),
    )
    return Row(cells, group, strong=strong)


COLUMNS = (
    Column("Action"),
    Column("Conversions", numeric=True),
    Column("Rate", numeric=True, definition="quote_rate"),
    Column("95 % interval", numeric=True),
    Column("Change on September", numeric=True, note="in points"),
    Column("Twelve months"),
)


def macro_table() -> Table:
    rows = (
        rate_row("Any macro conversion", 51, 4213, "1.2 %", "0.92 to 1.6 %", "−0.31", Tone.NEUTRAL, "spark-any", strong=True),
        rate_row("Contact", 41, 4213, "0.97 %", "0.72 to 1.3 %", "−0.46", Tone.BAD, "spark-quotes"),
        rate_row("Quote request", 12, 4213, "0.28 %", "0.16 to 0.50 %", "not enough data", Tone.MUTED, "spark-value", mark=Mark.NOT_ENOUGH),
        rate_row("Accepted proposal", 2, 4213, "0.05 %", "0.01 to 0.17 %", "not comparable", Tone.MUTED, None, mark=Mark.NOT_COMPARABLE),
    )
    return Table(
        "macros",
        "Macro conversions, October against September",
        COLUMNS,
        rows,
        ("Visitors are counted once; 3 proposals name no visitor and stand beside the rate.",),
    )


def micro_table() -> Table:
    names = (
        ("Discover", "Reads the blog", 1204, "28.6 %", "27.2 to 30.0 %", "+2.4", Tone.GOOD),
        ("Discover", "Spends two minutes on the site", 903, "21.4 %", "20.2 to 22.7 %", "+0.4", Tone.NEUTRAL),
        ("Discover", HOSTILE[4], 188, "4.5 %", "3.9 to 5.1 %", "not yet", Tone.MUTED),
        ("Consider", "Downloads a resource", 231, "5.5 %", "4.8 to 6.2 %", "+0.9", Tone.GOOD),
        ("Consider", "Joins the mailing list", 96, "2.3 %", "1.9 to 2.8 %", "−0.1", Tone.NEUTRAL),
        ("Consider", "Views our work", 322, "7.6 %", "6.9 to 8.5 %", "−1.2", Tone.BAD),
        ("Decide", "Opens the pricing page", 410, "9.7 %", "8.9 to 10.7 %", "+0.2", Tone.NEUTRAL),
        ("Decide", "Starts a chat", 37, "0.88 %", "0.64 to 1.2 %", "not enough data", Tone.MUTED),
        ("Decide", HOSTILE[1], 6, "0.14 %", "0.07 to 0.31 %", "not enough data", Tone.MUTED),
        ("Decide", HOSTILE[2], 0, "0 %", "0 to 0.09 %", "not enough data", Tone.MUTED),
    )
    rows = tuple(
        rate_row(
            name,
            n,
            4213,
            rate,
            interval,
            change,
            tone,
            f"spark-{SPARKS[place % len(SPARKS)]}",
            group=stage,
            mark={"not yet": Mark.NOT_YET, "not enough data": Mark.NOT_ENOUGH}.get(change),
        )
        for place, (stage, name, n, rate, interval, change, tone) in enumerate(names)
    )
    return Table(
        "micros",
        "Every micro conversion by stage",
        COLUMNS,
        rows,
        ("A signal shows interest; it is not a contact.", "“Starts a chat” supports no goal yet."),
    )


def channel_table(name: str, count: int) -> Table:
    channels = ("Organic Search", "Direct", "Referral", "Paid Search", "Organic Social", "Email", "Paid Social", "Unassigned", HOSTILE[3])
    rows = tuple(
        Row(
            (
                Cell(channels[i % len(channels)] if i < len(channels) else f"Campaign {i} spring launch"),
                Cell(f"{1800 // (i + 1):,}"),
                Cell(f"{2400 // (i + 1):,}"),
                Cell(
                    f"{1.6 - i * 0.04:.2f} %" if i < 7 else "too few to rank",
                    f"{30 // (i + 1)} / {1800 // (i + 1):,}",
                    Tone.GOOD if i == 0 else Tone.NEUTRAL,
                    None if i < 7 else Mark.NOT_ENOUGH,
                ),
                Cell("0.92 to 2.6 %"),
                Cell(f"{8.4 - i * 0.2:.1f} %", f"{150 // (i + 1)} / {1800 // (i + 1):,}", Tone.BAD if i == 3 else Tone.NEUTRAL),
                Cell(f"£{46200 // (i + 1):,}"),
                Cell(f"{100 // (i + 1)} %"),
            ),
            muted=i == 7,
        )
        for i in range(count)
    )
    columns = (
        Column(name),
        Column("Visitors", numeric=True),
        Column("Sessions", numeric=True),
        Column("Contact rate", numeric=True, definition="contact_rate"),
        Column("95 % interval", numeric=True),
        Column("Download rate", numeric=True),
        Column("Value", numeric=True, definition="value"),
        Column("Share of visitors", numeric=True),
    )
    return Table(
        f"by-{name.lower()}",
        f"Visitors and rates by {name.lower()}",
        columns,
        rows,
        (),
        "12 further campaigns with fewer than 10 visitors are in data/campaigns.csv." if count > 9 else None,
    )


def page_table() -> Table:
    columns = (
        Column("Page"),
        Column("Views", numeric=True),
        Column("Visitors", numeric=True),
        Column("Visits began", numeric=True),
        Column("Visits ended", numeric=True),
        Column("Later contact", numeric=True),
    )
    paths = (
        "/",
        "/pricing",
        "/blog/how-to-choose-a-software-partner-without-losing-your-mind",
        "/work/harbour-logistics",
        "/contact",
        "/resources/rescue-plan",
        "/blog/" + "ü" * 60,
    )
    rows = tuple(
        Row(
            (
                Cell(path),
                Cell(f"{5200 // i:,}"),
                Cell(f"{3900 // i:,}"),
                Cell(f"{2100 // i:,}"),
                Cell(f"{1700 // i:,}"),
                Cell(f"{22 // i}", f"{22 // i} of {3900 // i:,}"),
            )
        )
        for i, path in enumerate(paths, 1)
    )
    return Table(
        "pages",
        "Most viewed pages",
        columns,
        rows,
        ("A visitor who viewed a page and later in October made a contact; several pages may lead to one contact.",),
    )


def long_table() -> Table:
    columns = (
        Column("Day"),
        Column("Visitors", numeric=True),
        Column("Sessions", numeric=True),
        Column("Contacts", numeric=True),
        Column("Quote requests", numeric=True),
    )
    rows = tuple(
        Row(
            (
                Cell(f"{day} October 2026"),
                Cell(str(120 + day * 3)),
                Cell(str(160 + day * 4)),
                Cell(str(day % 4)),
                Cell(str(day % 2)) if day != 14 else Cell("", mark=Mark.MISSING),
            ),
            muted=day == 14,
        )
        for day in range(1, 32)
    )
    return Table("days", "Day by day", columns, rows)


def rate_figure() -> Figure:
    days = tuple(date(2026, month, 1) for month in range(1, 11))
    values = (0.011, 0.012, 0.013, 0.0125, None, 0.014, 0.0138, 0.0142, 0.0151, 0.0121)
    low = tuple(None if value is None else value - 0.003 for value in values)
    high = tuple(None if value is None else value + 0.0035 for value in values)
    chart = RateChart(
        days,
        values,
        low,
        high,
        tuple(value is None for value in values),
        9,
        (Annotation(date(2026, 8, 1), "New pricing page"),),
        words("Contacts fell in October after a steady year", "Contact rate by month, 1.1 % in January to 1.2 % in October", SHARES),
    )
    return Figure("rate-contact", chart, "Share of visitors with at least one contact, with its 95 % range.", long_table_small())


def long_table_small() -> Table:
    return Table(
        "rate-contact-data",
        "Contact rate by month",
        (Column("Month"), Column("Rate", numeric=True)),
        (Row((Cell("September"), Cell("1.5 %"))), Row((Cell("October"), Cell("1.2 %")))),
    )


def column_figure() -> Figure:
    days = tuple(date(2026, 10, 1) + timedelta(days=day) for day in range(31))
    values = tuple(None if day == 13 else float(120 + 20 * (day % 7)) for day in range(31))
    blank = (False,) * 31
    chart = ColumnChart(
        days,
        values,
        blank,
        tuple(day == 20 for day in range(31)),
        (),
        words("One busy day, one day without data", "Visitors by day in October, 120 to 240"),
    )
    return Figure("columns-visitors", chart)


def forest_figure() -> Figure:
    rows = tuple(
        ForestRow(name, f"{n} / {of}", n / of, n / of * 0.6, n / of * 1.6, name == "Organic Search")
        for name, n, of in (("Organic Search", 29, 1800), ("Direct", 9, 900), ("Referral", 6, 600), ("Paid Search", 2, 450))
    )
    return Figure(
        "forest-channels",
        ForestChart(
            rows,
            0.0121,
            words(
                "Organic search brings contacts above the rest", "Contact rate by channel with intervals; organic search is highest", SHARES
            ),
        ),
        "Contacts per visitor by channel; the line is the rate of all visitors.",
    )


def definitions() -> DefinitionList:
    return DefinitionList(
        "all",
        (
            DefinitionItem(
                "quote_rate",
                "Quote request rate",
                "Visitors with at least one quote request, of all visitors of the same period and filter.",
                "visitors with ≥ 1 quote request / all visitors",
                "Query 1, where :key is 'quote'",
                "12 / 4,213",
                "query-1",
            ),
            DefinitionItem(
                "contact_rate",
                "Contact rate",
                "Visitors with at least one contact, of all visitors.",
                "visitors with ≥ 1 contact / all visitors",
                None,
                "41 / 4,213",
            ),
            DefinitionItem(
                "any",
                "Any macro conversion",
                "Visitors with at least one macro conversion of any kind, counted once.",
                None,
                None,
                "51 / 4,213",
            ),
            DefinitionItem("value", "Value", "Sum of the amounts of accepted proposals, in pounds.", None, None, None),
        ),
        (Query("query-1", "Query 1", "SELECT count(DISTINCT visitor) FROM conversions WHERE rule = :key AND amount < 5"),),
    )


def document(*, direction: str = "ltr", brand_color: str | None = None) -> Document:
    sections = (
        Section(
            "goals",
            "Goals",
            "Five of seven goals are where they should be; the contact rate is not",
            "Two goals need a decision this month: the contact rate is below the year’s path, and proposals are one behind.",
            (*(card(i) for i in range(7)), whole_card()),
        ),
        Section(
            "macro",
            "Macro conversions",
            "Contacts fell; quote requests and proposals held",
            "Contacts went from 1.4 % to 0.97 % of visitors (change −0.88 to −0.05 points). Quote requests are too few to tell.",
            (
                Paragraph("A contact is a person who wants to talk to us about work: the step before a quote."),
                macro_table(),
                rate_figure(),
                Subheading("macro-days", "By day"),
                column_figure(),
                long_table(),
            ),
        ),
        Section(
            "micro",
            "Micro conversions",
            "Blog reading and downloads rose; fewer people looked at our work",
            "Ten signals of interest, none of them a contact.",
            (micro_table(), Paragraph("“Starts a chat” supports nothing: name the macro it supports, or drop it.", "warning")),
        ),
        Section(
            "channels",
            "Channels and campaigns",
            "Organic search brings contacts above the rest",
            None,
            (
                forest_figure(),
                channel_table("Channel", 9),
                channel_table("Campaign", 24),
                Subheading("device", "By device"),
                channel_table("Device", 3),
            ),
        ),
        Section(
            "pages",
            "Pages",
            "The pricing page stands before most contacts",
            "410 visitors opened it; 22 of those who saw the home page made contact later in October.",
            (page_table(),),
        ),
        Section("counters", "Outside counters", "No counter is connected, so there is nothing to say yet.", None, ()),
        Section(
            "context", "Visits", "Visits and visitors", "Context only: no goal uses these.", (long_table_small_context(),), appendix=True
        ),
        Section(
            "quality",
            "Data quality",
            "One day is missing, and 214 rows were refused",
            "The data is complete but for 14 October.",
            (Paragraph("14 October has no events at all. Mend the tracking before November.", "warning"), quality_table()),
        ),
        Section(
            "method",
            "Method and definitions",
            "How each number is computed",
            None,
            (Paragraph("Every rate counts people, not clicks.", "note"), definitions()),
        ),
    )
    return Document(
        language="en" if direction == "ltr" else "ar",
        direction=direction,
        title="Quote requests are on course; contacts need attention",
        site="Harbour & Pine <Studio>",
        period="October 2026",
        zone="Europe/London",
        status=Badge("Complete but for one day", Tone.WARN, "warn"),
        status_note="14 October has no data",
        edition="Edition 1",
        sentences=(
            "Five of seven goals are where they should be by the end of October.",
            "Contacts fell from 1.4 % to 0.97 % of visitors (change −0.88 to −0.05 points); downloads of the rescue plan rose.",
            "Mend the tracking of 14 October first, then look at the contact form: it is the one goal that is off track.",
        ),
        front=(scoreboard(), board()),
        sections=sections,
        charts=small_charts(),
        labels=dict(LABELS_EN),
        created="2026-11-01T00:00:00Z",
        brand_color=brand_color,
    )


def long_table_small_context() -> Table:
    columns = (Column("Metric"), Column("October", numeric=True), Column("September", numeric=True), Column("October 2025", numeric=True))
    rows = (
        Row((Cell("Visits"), Cell("6,004"), Cell("5,711"), Cell("not comparable", mark=Mark.NOT_COMPARABLE))),
        Row((Cell("Visitors"), Cell("4,213"), Cell("3,987"), Cell("not comparable", mark=Mark.NOT_COMPARABLE))),
        Row((Cell("Bounce rate"), Cell("41 %", "2,461 / 6,004"), Cell("42 %", "2,399 / 5,711"), Cell("", mark=Mark.MISSING))),
    )
    return Table("context", "Visits, visitors and bounce rate", columns, rows)


def quality_table() -> Table:
    columns = (Column("What we know"), Column("Rows", numeric=True), Column("Weight"))
    rows = (
        Row((Cell("Day without any event", "14 October 2026"), Cell("0"), Cell("Failure", tone=Tone.BAD))),
        Row(
            (
                Cell("Rows refused: the time cannot be read", "example: events-2026-10.ndjson.gz, row 10,233: “30:00”"),
                Cell("214"),
                Cell("Warning", tone=Tone.WARN),
            )
        ),
        Row((Cell("Exact repeats removed"), Cell("1,021"), Cell("For information"))),
    )
    return Table("ledger", "The ledger, worst first", columns, rows)


def archive() -> Archive:
    goals = tuple(GoalMark(label, badge) for _, label, _, badge, *_ in GOALS)
    months = ("October", "September", "August", "July")
    entries = tuple(
        IndexEntry(
            key=f"2026-{10 - i:02}",
            title=f"{month} 2026",
            href=f"2026-{10 - i:02}/",
            badge=Badge("Complete", Tone.GOOD, "check"),
            note="Edition 1",
            goals=goals,
            id=f"urn:uuid:00000000-0000-5000-8000-00000000000{i}",
            updated=f"2026-{10 - i:02}-28T00:00:01Z",
            sentences=("Two goals are on track & one <is> not.", "Nothing moved."),
        )
        for i, month in enumerate(months)
    )
    said = Words("Quote requests", "Quote requests over 4 months, now: On track.", {}, {}, {})
    trends = tuple(
        GoalTrend(label, badge, "41 of 120", Figure(f"trend-{place}", SparkChart((0.1, 0.2, None, 0.4), said)))
        for place, (_, label, _, badge, *_) in enumerate(GOALS)
    )
    lead, site = "Every month since July 2026, newest first.", "Harbour & Pine <Studio>"
    note = "How far each goal was of its target."
    return Archive("en", "ltr", site, lead, entries, dict(LABELS_EN), None, trends, note, "urn:uuid:feed", entries[0].updated)


LINKS = (Link("PDF", "report.pdf"), Link("Data", "report.json"), Link("All reports", "../index.html"))


def drawing(figure: Figure) -> str:
    """A plain SVG of the size that the charts room gives this kind of chart."""
    width, height = {BulletChart: (220, 22), SparkChart: (96, 22), ForestChart: (640, 140)}.get(type(figure.chart), (640, 240))
    line = f'<path data-figure="{figure.id}" d="M0 {height - 2}L{width} 2" fill="none" stroke="#14507a" stroke-width="2"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{line}</svg>'


def drawings(made: Document) -> dict[str, str]:
    """Figure id -> SVG for the whole document."""
    return {figure.id: drawing(figure) for figure in layout.figures(made)}
