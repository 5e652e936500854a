"""Two firms at the end: everything achieved, in Japanese, and everything missed."""

from datetime import date

from tests.gallery.play import COLUMNS, Act, Firm, Way, exports
from tests.gallery.workspace import END, Workspace, files

ACHIEVED_REPORT = f"""\
site: {{name: やまね製陶, zone: Asia/Tokyo, url: "https://yamane.example", domains: yamane.example}}
business_type: both
currency: JPY
locale: ja
inputs:
  web:
    files: data/web/*.csv
{COLUMNS}page_groups: {{utsuwa: /utsuwa/*, yomimono: /yomimono/*}}
brand: {{color: "#1e4e79"}}
"""
ACHIEVED_RULES = """\
conversions:
  order: {label: ご注文, tier: macro, primary: true, match: order, outcome: 器が一つ、お客様の食卓へ旅立ちます。, by: item}
  class: {label: 陶芸教室の予約, tier: macro, match: class, outcome: 工房で一緒に土に触れます。}
  catalogue: {label: カタログのダウンロード, tier: micro, match: catalogue, stage: consideration, supports: order}
  letter: {label: メールマガジン登録, tier: micro, match: letter, counting: visitor, stage: engagement, supports: [order, class]}
  access: {label: 工房への行き方, tier: micro, match: {page: /access}, counting: session, stage: intent, supports: class}
"""
ACHIEVED_GOALS = """\
goals:
  orders:
    label: 秋のご注文
    owner: 山根
    strategy: 窯を月に二度焚く
    metric: {conversions: order}
    attainable: 新しい釉薬の器が八月に揃いました
    target: 90
    from: 2026-09-01
    by: 2026-10-31
  sales:
    label: 下半期の売上
    owner: 山根
    strategy: 窯を月に二度焚く
    metric: {value: order}
    attainable: 昨年より器が三割多い
    target: 1500000
    from: 2026-07-01
    by: 2026-12-31
  letter:
    label: メールマガジン登録
    owner: 小川
    strategy: また来ていただく
    metric: {conversions: letter}
    baseline: {from: 2026-06-01, to: 2026-08-31}
    target: 45
    supports: order
    from: 2026-09-01
    by: 2026-11-30
  bounce:
    label: 直帰率
    owner: 小川
    strategy: 読みたいものがすぐに見つかる
    metric: {bounce_rate: {}}
    baseline: {from: 2026-05-01, to: 2026-07-31}
    attainable: 入口の頁を作り直しました
    target: {at_most: 60%}
    supports: order
    from: 2026-08-01
    by: 2026-10-31
"""

MISSED_REPORT = f"""\
site: {{name: Murray Valley Cycles, zone: Australia/Melbourne, url: "https://murraycycles.example", domains: murraycycles.example}}
business_type: both
currency: AUD
locale: en_AU
inputs:
  web:
    files: data/web/*.csv
{COLUMNS}page_groups: {{bikes: /bikes/*, service: /service/*}}
brand: {{color: "#8a1538"}}
"""
MISSED_RULES = """\
conversions:
  order: {label: Order, tier: macro, primary: true, match: order, outcome: A bike is paid and picked up in the shop., by: item}
  class: {label: Workshop booking, tier: macro, match: class, outcome: A bike comes in for a service.}
  catalogue: {label: Size chart downloaded, tier: micro, match: catalogue, stage: consideration, supports: order}
  letter: {label: Newsletter sign-up, tier: micro, match: letter, counting: visitor, stage: engagement, supports: [order, class]}
  access: {label: Opening hours, tier: micro, match: {page: /access}, counting: session, stage: intent, supports: class}
"""
MISSED_GOALS = """\
goals:
  orders:
    label: Spring orders
    owner: Priya
    strategy: Sell the 2026 models before the 2027 ones come
    metric: {conversions: order}
    attainable: As many as the distributor can deliver
    target: 160
    from: 2026-09-01
    by: 2026-10-31
  sales:
    label: Sales from July to October
    owner: Priya
    strategy: Sell the 2026 models before the 2027 ones come
    metric: {value: order}
    attainable: Two new brands
    target: 260000
    from: 2026-07-01
    by: 2026-10-31
  letter:
    label: Newsletter sign-ups in October
    owner: Tom
    strategy: Bring riders back for service
    metric: {conversions: letter}
    baseline: {from: 2026-09-01, to: 2026-09-30}
    target: +50%
    supports: order
    from: 2026-10-01
    by: 2026-10-31
  bounce:
    label: Bounce rate
    owner: Tom
    strategy: Land people on the bike they looked for
    metric: {bounce_rate: {}}
    baseline: {from: 2026-05-01, to: 2026-07-31}
    attainable: New landing pages
    target: {at_most: 20%}
    supports: order
    from: 2026-08-01
    by: 2026-10-31
"""


def achieved() -> Workspace:
    """A pottery whose every goal is reached, some of them before their deadline."""
    ways = (Way("google", "organic", 5), Way("instagram.com", "social", 3, ready=0.9), Way("(direct)", "(none)", 2, ready=1.3))
    pages = {"/": 4, "/utsuwa/meshiwan": 3, "/utsuwa/yunomi": 2, "/yomimono/yu": 2, "/access": 0.6}
    item = {"item": ("飯碗", "湯呑み", "大皿")}
    firm = Firm(21, date(2026, 5, 1), END, 38, ways, pages, _acts(item, 9800), "Asia/Tokyo", 0.6, {"2026-10": 1.25}, countries=("Japan",))
    settings = {"report": ACHIEVED_REPORT, "conversions": ACHIEVED_RULES, "goals": ACHIEVED_GOALS}
    return Workspace("achieved", "every goal achieved", files(settings, exports(firm)), "目標")


def missed() -> Workspace:
    """A cycle shop whose every goal ended on 31 October, and none was reached."""
    ways = (Way("google", "organic", 5), Way("google", "cpc", 3, "bikes_melbourne", 0.8), Way("(direct)", "(none)", 2))
    pages = {"/": 4, "/bikes/gravel": 3, "/bikes/city": 2, "/service/spring": 2, "/access": 0.6}
    acts = _acts({"item": ("Gravel bike", "City bike", "Child's bike")}, 890, {"2026-09": 0.8, "2026-10": 0.45})
    firm = Firm(23, date(2026, 5, 1), END, 38, ways, pages, acts, "Australia/Melbourne", -0.4, {"2026-10": 0.7}, countries=("Australia",))
    settings = {"report": MISSED_REPORT, "conversions": MISSED_RULES, "goals": MISSED_GOALS}
    return Workspace("missed", "every goal missed", files(settings, exports(firm)), "Goals")


def _acts(item: dict[str, tuple[str, ...]], amount: float, months: dict[str, float] | None = None) -> tuple[Act, ...]:
    months = months or {}
    return (
        Act("letter", 0.015, months=months),
        Act("catalogue", 0.05),
        Act("class", 0.012, "/access", months=months),
        Act("order", 0.025, "/order", item, {"catalogue": 2.0}, amount, months),
    )
