"""Sixty rules with long names, emoji and names written from right to left."""

from datetime import date

from tests.gallery.play import COLUMNS, Act, Firm, Way, exports
from tests.gallery.workspace import END, Workspace, files

REPORT = f"""\
site: {{name: "Olive House 🫒 בית הזית · بيت الزيتون", zone: Asia/Jerusalem, url: "https://olive.example", domains: olive.example}}
business_type: both
currency: ILS
locale: en_IL
week_start: sunday
inputs:
  web:
    files: data/web/*.csv
{COLUMNS}page_groups: {{oils: /שמנים/*, recipes: /وصفات/*, courses: /courses/*}}
many_macros: We sell oil, courses, tables in the garden and whole evenings; each has somebody who looks after it.
brand: {{color: "#5a6b1f"}}
"""
LONG = "A whole evening for a company, a family or a choir, with music 🎶, oil tasting and a guided walk through the old terraces"
ENDLESS = "a_campaign_with_a_name_that_somebody_wrote_while_thinking_of_everything_at_once_2026_v2_final_FINAL"
MACROS = (
    ("order", "Order 🫒 הזמנה من المتجر", "A parcel leaves the press. החבילה יוצאת", 190.0),
    ("table", "שולחן בגן 🌿", "Somebody eats with us.", 0.0),
    ("course", "حجز دورة الطبخ العربي مع الشيف ليلى", "A seat in the kitchen is paid.", 320.0),
    ("evening", LONG, "We cook for forty.", 0.0),
)  # fmt: skip
STEMS = (
    ("וידאו על המסיק", "/שמנים/מסיק"),
    ("وصفة التبولة", "/وصفات/تبولة"),
    ("Recipe card saved 💾", "/وصفات/حمص"),
    ("הרשמה לעלון 📬", "/"),
    ("تنزيل دليل التذوق", "/وصفات/دليل"),
    ("Donaudampfschifffahrtsgesellschaftskapitänsmützenproduzentenverzeichnis opened", "/courses/long"),
    ("Map of the terraces 🗺️ looked at for longer than a minute by somebody on the way to us", "/visit"),
)
SHAPES = ("{}", "{} · on a phone 📱", "{} – בפעם השנייה", "{} (مرة أخرى)", "{} 🎉", "Again: {}", "{}, from the newsletter", "{} ✅")
STAGES = ("awareness", "engagement", "consideration", "intent")

GOALS = """\
goals:
  orders:
    label: "Orders before the holidays 🕎 הזמנות לפני החג"
    owner: נועה
    strategy: "למכור את היבול לפני החורף"
    metric: {conversions: order}
    attainable: The harvest was good
    target: 290
    from: 2026-09-01
    by: 2026-12-31
    note: "המסיק התחיל מוקדם השנה 🫒"
  courses:
    label: "دورات الطبخ في الخريف"
    owner: ليلى
    strategy: "مطبخ ممتلئ كل أسبوع"
    metric: {conversions: course}
    baseline: {from: 2026-07-01, to: 2026-08-31}
    attainable: Two kitchens since August
    target: 90
    from: 2026-09-01
    by: 2026-11-30
  evenings:
    label: Visitors who ask for a whole evening for a company, a family or a choir, with music and a walk through the old terraces
    owner: Maria-Magdalena Oppenheimer-Konstantinopoulou
    strategy: Fewer guests, who stay longer and come back with everybody they know
    metric: {rate: evening}
    baseline: {from: 2026-06-01, to: 2026-08-31}
    target: +15%
    from: 2026-09-01
    by: 2026-12-31
  newsletter:
    label: "עלון 📬"
    owner: נועה
    strategy: "להישאר בקשר"
    metric: {conversions: micro_03}
    target: 60
    supports: order
    from: 2026-10-01
    by: 2026-12-31
"""
NOTES = """\
notes:
  - {date: 2026-10-06, text: "המסיק התחיל 🫒"}
  - {date: 2026-10-20, text: "افتتاح المطبخ الثاني 🎉"}
"""


def names() -> Workspace:
    """The workspace: 4 macros and 56 micros."""
    micros = [
        (f"micro_{place:02}", SHAPES[place // len(STEMS)].format(STEMS[place % len(STEMS)][0]), STEMS[place % len(STEMS)][1])
        for place in range(56)
    ]
    firm = Firm(
        seed=17,
        begin=date(2026, 6, 1),
        end=END,
        a_day=70,
        zone="Asia/Jerusalem",
        countries=("Israel", "Palestine", "Jordan"),
        ways=(
            Way("google", "organic", 6),
            Way("google", "cpc", 2, "שמן_זית_כתית_2026", 1.4),
            Way("instagram.com", "paid_social", 2, "زيت_الزيتون_الجديد 🫒", 0.7),
            Way("newsletter", "email", 2, ENDLESS, 1.6),
            Way("עיתון.example", "referral", 1),
            Way("(direct)", "(none)", 3),
        ),
        pages={
            "/": 5, "/שמנים/מסיק": 3, "/שמנים/כתית-מעולה": 2, "/وصفات/تبولة": 3, "/وصفات/حمص": 2, "/courses/long": 1,
            "/visit": 1, "/חנות 🫒": 1,
        },
        acts=(
            *(Act(key, 0.004 + 0.0023 * (place * 5 % 11), page) for place, (key, _label, page) in enumerate(micros)),
            *(Act(key, chance, "/buy", {"product": ("שמן כתית", "زيت بكر", "Soap 🧼")}, {"micro_03": 2.0, "micro_04": 1.6}, amount)
              for (key, _label, _outcome, amount), chance in zip(MACROS, (0.02, 0.009, 0.007, 0.002), strict=True)),
        ),
    )  # fmt: skip
    settings = {"report": REPORT, "conversions": _rules(micros), "goals": GOALS, "notes": NOTES}
    return Workspace("names", "60 rules; long names, emoji, right to left", files(settings, exports(firm)), "Micro conversions")


def _rules(micros: list[tuple[str, str, str]]) -> str:
    lines = ["conversions:"]
    for place, (key, label, outcome, _amount) in enumerate(MACROS):
        lines += [
            f"  {key}:",
            f'    label: "{label}"',
            "    tier: macro",
            f"    match: {key}",
            f'    outcome: "{outcome}"',
            "    by: product",
        ]
        lines += ["    primary: true"] if place < 2 else []
    for place, (key, label, _page) in enumerate(micros):
        supports = MACROS[place % len(MACROS)][0]
        lines.append(f'  {key}: {{label: "{label}", tier: micro, match: {key}, stage: {STAGES[place % 4]}, supports: {supports}}}')
    return "\n".join([*lines, ""])
