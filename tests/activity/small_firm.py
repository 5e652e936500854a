"""A small firm's exports, each visitor with one story: two GA4 files that meet at 2026-10-05 12:00 UTC, and a CRM table."""

from exports_world import Exports, Row, ga4, rule, seen, settings

from reportgen.model.settings import Bots, Settings


def firm(bots: Bots = Bots.EXCLUDE) -> Settings:
    web = {"key": "web", "files": ["data/web"]}
    columns = {"time": "when", "event": "what", "visitor": "client", "user_id": "user", "click_id": "click"}
    columns |= {"transaction_id": "deal", "amount": "amount", "currency": "currency"}
    crm = {"key": "crm", "files": ["data/crm.csv"], "identity": "web", "offline": True, "columns": columns, "platform": "crm"}
    return settings(
        rule("each", {"event": ["sign"]}),
        rule("each_session", {"event": ["sign"]}, counting="session"),
        rule("each_visitor", {"event": ["sign"]}, counting="visitor"),
        rule("third", {"event": ["third"]}, only_after="then"),
        rule("then", {"event": ["then"]}, only_after="first"),
        rule("first", {"event": ["first"]}),
        rule("readers", {"page": ["blog"], "engagement": 30}, tier="micro"),
        rule("stayed", {"engagement": 60}, tier="micro"),
        rule("blog_view", {"page": ["blog"]}, tier="micro"),
        rule("order", by=["item"]),
        rule("deal", rate_base="first"),
        rule("fixed_deal", {"event": ["deal"]}, value={"fixed": 250}),
        inputs=[web, crm],
        zone="Europe/Berlin",
        rates={"USD": 0.5},
        page_groups={"blog": ["/blog/*"]},
        bots=bots,
    )


def sessions_story() -> list[Row]:
    return [
        seen("/", "2026-10-05T08:00:00", "gap", None),
        seen("/b", "2026-10-05T08:29:59", "gap", None),
        seen("/c", "2026-10-05T08:59:59", "gap", None),
        seen("/", "2026-10-05T11:58:00", "edge", None),
        ga4("sign", "2026-10-05T11:58:00", "edge", None),
        seen("/late", "2026-10-06T21:50:00", "night", 7, params={"session_engaged": "0"}),
        seen("/later", "2026-10-06T22:10:00", "night", 7, params={"session_engaged": "1"}),
        seen("/", "2026-10-06T21:50:00", "other", 7, params={"session_engaged": 0}),
        ga4("scroll", "2026-10-06T21:50:09", "other", 7),
        seen("/", "2026-10-24T22:00:00", "autumn", 1),
        seen("/", "2026-10-25T22:59:59", "autumn", 2),
        seen("/", "2026-10-25T23:00:00", "autumn", 3),
        seen("/", "2026-10-05T09:00:00", "back", 1),
        seen("/", "2026-10-07T09:00:00", "back", 3),
        seen("/", "2026-10-06T09:00:00", "back", 2),
        seen("/", "2026-10-05T09:00:00", None, 5),
        seen("/", "2026-10-05T09:00:00", None, None),
    ]


def after_the_edge() -> list[Row]:
    return [seen("/on", "2026-10-05T12:10:00", "edge", None), seen("/new", "2026-10-05T12:50:00", "edge", None)]


def rules_story() -> list[Row]:
    said = seen("/", "2026-10-05T09:00:00", "twice", 1)
    return [
        ga4("sign", "2026-10-05T09:00:00", "count", 1),
        ga4("sign", "2026-10-05T09:00:01", "count", 1),
        ga4("sign", "2026-10-06T09:00:00", "count", 2),
        ga4("then", "2026-10-05T09:00:00", "after", 1),
        ga4("first", "2026-10-05T10:00:00", "after", 1),
        ga4("then", "2026-10-05T10:00:00", "after", 1),
        ga4("third", "2026-10-05T09:59:59", "after", 1),
        ga4("third", "2026-10-05T10:30:00", "after", 1),
        ga4("then", "2026-10-05T11:00:00", "after", 1),
        ga4("then", "2026-10-05T11:00:00", "never", 1),
        seen("/blog/a", "2026-10-05T09:00:00", "reader", 1, params={"engagement_time_msec": 20_000}),
        seen("/blog/b", "2026-10-05T09:01:00", "reader", 1, params={"engagement_time_msec": 10_000}),
        seen("/shop", "2026-10-05T09:02:00", "reader", 1, params={"engagement_time_msec": 30_000}),
        seen("/blog/a", "2026-10-05T09:00:00", "skimmer", 1, params={"engagement_time_msec": 29_999}),
        seen("/blog/a", "2026-10-06T09:00:00", "skimmer", 2, params={"engagement_time_msec": 29_999}),
        said,
        said,
    ]


def money_story() -> list[Row]:
    def order(time: str, number: str, **params: object) -> Row:
        return ga4("order", time, "buyer", 1, params={"transaction_id": number, **params})

    return [
        order("2026-10-05T09:00:00", "T1", value=10.5, currency="EUR", item="mug"),
        order("2026-10-05T09:05:00", "T1", value=10.5, currency="EUR", item="mug"),
        order("2026-10-05T09:10:00", "T2", value=3, currency="USD"),
        order("2026-10-05T09:15:00", "T3", value=7, currency="GBP"),
        order("2026-10-05T09:20:00", "T4", currency="EUR"),
        order("2026-10-05T09:25:00", "T1", value=-10, currency="EUR"),
        order("2026-10-05T09:30:00", "T1", value=-0.5, currency="EUR"),
        seen("/", "2026-10-05T08:00:00", "linked", 1, user_id="U1"),
        seen("/", "2026-10-05T07:00:00", "linked_later", 1, user_id="U2"),
        seen("/", "2026-10-04T07:00:00", "first_to_be_linked", 1, user_id="U2"),
        seen("/", "2026-10-05T08:00:00", "clicker", 1, params={"gclid": "G1"}),
        seen("/", "2026-10-20T08:00:00", "linked_at_last", 1, user_id="U3"),
    ]


CRM = """when,what,client,user,click,deal,amount,currency
2026-10-08 10:00:00,deal,back,,,D1,100,EUR
2026-10-08 11:00:00,deal,,U1,,D2,100,USD
2026-10-08 12:00:00,deal,,,G1,D3,,
2026-10-08 13:00:00,deal,,nobody,,D4,5,EUR
2026-10-08 14:00:00,deal,,U2,,D5,5,EUR
2026-10-08 15:00:00,deal,,U2,,D5,5,EUR
2026-10-08 16:00:00,deal,,U3,,D6,5,EUR
"""


def bots_story() -> list[Row]:
    def busy(visitor: str, events: int) -> list[Row]:
        return [ga4("scroll", f"2026-10-07T09:{n // 60:02}:{n % 60:02}", visitor, 1) for n in range(events)]

    def quick(visitor: str, views: int) -> list[Row]:
        return [seen(f"/{n}", f"2026-10-07T09:00:{n // 2:02}.{n % 2 * 5}00000", visitor, 1) for n in range(views)]

    def awake(visitor: str, hours: int) -> list[Row]:
        return [seen("/", f"2026-10-07T{n:02}:30:00", visitor, n + 1) for n in range(hours)]

    signing = [ga4("sign", "2026-10-07T09:30:00", "bot_busy", 1)]
    people = [*busy("human_busy", 300), *quick("human_quick", 29), *awake("human_awake", 19)]
    return [*busy("bot_busy", 301), *quick("bot_quick", 30), *awake("bot_awake", 20), *signing, *people]


def write(exports: Exports) -> Exports:
    first = [*sessions_story(), *rules_story(), *money_story(), *bots_story()]
    return exports.put("web/a.ndjson", first).put("web/b.ndjson", after_the_edge()).put("crm.csv", CRM)
