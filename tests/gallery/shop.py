"""A big shop: 200 campaigns in half a year, on letter paper."""

from datetime import date, timedelta

from tests.gallery.play import COLUMNS, Act, Firm, Way, exports
from tests.gallery.workspace import END, Workspace, files

BEGIN = date(2026, 5, 1)
THEMES = (
    "trail_runners",
    "rain_shells",
    "camp_kitchen",
    "kids_boots",
    "down_jackets",
    "daypacks",
    "tents",
    "merino",
    "gift_cards",
    "clearance",
)
PLACES = ("us_east", "us_west", "texas", "midwest", "canada")
KINDS = (
    ("google", "cpc", "search"),
    ("google", "cpc", "shopping"),
    ("facebook", "paid_social", "prospecting"),
    ("news", "email", "weekly"),
)
RUN, EVERY = 75, 26
"""Days that a campaign runs; days between the beginnings of campaigns of one theme."""

REPORT = f"""\
site: {{name: Fjord & Field Outfitters, zone: America/New_York, url: "https://fjordfield.example", domains: fjordfield.example}}
business_type: purchase
currency: USD
locale: en_US
paper: letter
week_start: sunday
inputs:
  web:
    files: data/web/*.csv
{COLUMNS}  ads:
    files: data/costs.csv
    costs: {{date: month, grain: month, channel: channel, campaign: campaign, amount: spent}}
page_groups: {{products: /products/*, guides: /guides/*, sale: /sale}}
campaigns:
  - {{campaign: search_*, tactic: Search ads, initiative: Always on}}
  - {{campaign: shopping_*, tactic: Shopping ads, initiative: Always on}}
  - {{campaign: prospecting_*, tactic: Paid social, initiative: New customers}}
  - {{campaign: weekly_*, tactic: Newsletter, initiative: Regulars}}
brand: {{color: "#5b3a86"}}
"""
RULES = """\
conversions:
  purchase:
    label: Purchase
    tier: macro
    primary: true
    match: purchase
    outcome: An order is paid and packed the same day.
    by: category
  club:
    label: Fjord Club membership
    tier: macro
    match: join_club
    outcome: A member pays 29 dollars a year and gets 10% off.
    counting: visitor
    value: {fixed: 29, source: The yearly fee}
  cart: {label: Added to cart, tier: micro, match: add_to_cart, counting: session, stage: consideration, supports: purchase}
  checkout: {label: Checkout begun, tier: micro, match: begin_checkout, counting: session, stage: intent, supports: purchase, weight: 3}
  wishlist: {label: Saved to wishlist, tier: micro, match: add_to_wishlist, stage: consideration, supports: [purchase, club]}
  size_guide: {label: Size guide opened, tier: micro, match: size_guide, counting: session, stage: consideration, supports: purchase}
  newsletter: {label: Newsletter sign-up, tier: micro, match: sign_up, counting: visitor, stage: engagement, supports: purchase}
  store: {label: Store finder used, tier: micro, match: store_finder, stage: intent, supports: purchase, proxy: A visit to a store.}
"""
GOALS = """\
goals:
  sales:
    label: Online sales this half-year
    owner: Dana
    strategy: Grow online while the stores keep theirs
    metric: {value: purchase}
    attainable: Two new product lines since August
    target: 105000
    from: 2026-07-01
    by: 2026-12-31
  rate:
    label: Visitors who buy
    owner: Luis
    strategy: More of the people who already come
    metric: {rate: purchase}
    baseline: {from: 2026-05-01, to: 2026-06-30}
    target: +10%
    from: 2026-07-01
    by: 2026-12-31
  club:
    label: Fjord Club members
    owner: Dana
    strategy: Customers who come back
    metric: {conversions: club}
    attainable: Stores now ask at the till
    target: 260
    from: 2026-07-01
    by: 2026-12-31
  cost:
    label: Ad cost per purchase
    owner: Luis
    strategy: Spend where it sells
    metric: {ratio: {of: {cost: {channel: Paid Search}}, to: {conversions: {rule: purchase, channel: Paid Search}}}}
    baseline: {from: 2026-05-01, to: 2026-08-31}
    attainable: A third of the campaigns has been stopped
    target: {at_most: 45}
    from: 2026-09-01
    by: 2026-12-31
"""


def campaigns() -> tuple[Way, ...]:
    """200 campaigns: 4 kinds, 10 themes, 5 places; a fifth of each theme's begins every 26 days and runs for 75."""
    ways = []
    for kind, (source, medium, name) in enumerate(KINDS):
        for theme, what in enumerate(THEMES):
            for place, where in enumerate(PLACES):
                opens = BEGIN + timedelta(days=EVERY * place + theme)
                share, ready = 1 + (theme * 7 + place * 3 + kind) % 9, 0.5 + 0.25 * ((theme + 2 * kind + place) % 5)
                ways.append(Way(source, medium, share, f"{name}_{what}_{where}_2026", ready, opens, opens + timedelta(days=RUN)))
    return tuple(ways)


def shop() -> Workspace:
    """The workspace."""
    firm = Firm(
        seed=5,
        begin=BEGIN,
        end=END,
        a_day=190,
        zone="America/New_York",
        countries=("United States", "United States", "United States", "Canada"),
        grows=0.3,
        busy={"2026-10": 1.1},
        ways=(Way("google", "organic", 180), Way("(direct)", "(none)", 120, ready=1.4), *campaigns()),
        pages={
            "/": 5, "/products/trail-runner-2": 3, "/products/storm-shell": 3, "/products/fjord-tent": 2, "/products/merino-tee": 2,
            "/guides/fit": 1, "/guides/layers": 1, "/sale": 2, "/stores": 0.5,
        },
        acts=(
            Act("sign_up", 0.02),
            Act("size_guide", 0.06, "/guides/fit"),
            Act("add_to_wishlist", 0.04, "/products/storm-shell"),
            Act("store_finder", 0.02, "/stores"),
            Act("add_to_cart", 0.11, "/products/trail-runner-2", after={"size_guide": 1.8}),
            Act("begin_checkout", 0.03, "/checkout", after={"add_to_cart": 4}),
            Act("join_club", 0.004, "/club", after={"add_to_wishlist": 2}),
            Act("purchase", 0.012, "/checkout", {"category": ("Shoes", "Jackets", "Tents", "Base layers")}, {"begin_checkout": 6}, 84),
        ),
    )  # fmt: skip
    return Workspace(
        "shop",
        "a big shop with 200 campaigns",
        files({"report": REPORT, "conversions": RULES, "goals": GOALS}, {"data/costs.csv": _costs(), **exports(firm)}),
        "Channels and campaigns",
    )


def _costs() -> str:
    """What each paid campaign cost in each month it ran in."""
    lines = []
    for way in campaigns():
        if way.medium == "email":
            continue
        channel = "Paid Social" if way.medium == "paid_social" else "Paid Search"
        months = sorted({f"{way.opens + timedelta(days=day):%Y-%m}" for day in range(RUN)})
        lines += [f"{month},{channel},{way.campaign},{way.share * 2:.0f}" for month in months if month <= "2026-10"]
    return "\n".join(["month,channel,campaign,spent", *lines, ""])
