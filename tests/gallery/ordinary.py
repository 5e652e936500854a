"""An ordinary firm: heating engineers with fourteen months of exports, costs, calls, notes and a commentary."""

from datetime import date

from tests.gallery.play import COLUMNS, Act, Firm, Way, exports
from tests.gallery.workspace import END, Workspace, files

REPORT = f"""\
site: {{name: Wärmewerk Hansen, zone: Europe/Berlin, url: "https://waermewerk.example", domains: waermewerk.example}}
business_type: lead
currency: EUR
locale: de
inputs:
  web:
    files: data/web/*.csv
{COLUMNS}  kosten:
    files: data/kosten.csv
    costs: {{date: monat, grain: month, channel: kanal, campaign: kampagne, amount: ausgaben}}
  anrufe:
    files: data/anrufe.csv
    platform: Telefonanlage
    about: calls
    counters:
      date: tag
      measures: {{anrufe: {{column: anrufe, kind: flow, label: Anrufe}}}}
page_groups: {{ratgeber: /ratgeber/*, leistungen: /leistungen/*, preise: /preise}}
hot_leads: {{any_of: [rechner, broschuere, preisseite], at_least: 2, within: 30}}
campaigns:
  - {{campaign: waermepumpe_*, tactic: Suchanzeigen, initiative: Wärmepumpe}}
  - {{campaign: herbst_*, tactic: Soziale Medien, initiative: Herbstaktion}}
brand: {{color: "#a63d1c", logo: config/logo.svg, footer: "Wärmewerk Hansen GmbH, Husum"}}
"""
RULES = """\
conversions:
  angebot:
    label: Angebotsanfrage
    tier: macro
    primary: true
    match: angebot
    outcome: Wir fahren hin, messen und schreiben ein Angebot.
    value: {fixed: 1150, source: "2025: eine von neun Anfragen wurde ein Auftrag, im Mittel 10.350 EUR Deckungsbeitrag"}
    by: anlage
    journey: long
    expected_lag: 21
  rueckruf: {label: Rückrufbitte, tier: macro, match: rueckruf, outcome: Wir rufen am selben Tag zurück., supports: angebot}
  rechner: {label: Förderrechner benutzt, tier: micro, match: rechner, stage: consideration, supports: angebot, weight: 3}
  broschuere: {label: Broschüre geladen, tier: micro, match: file_download, by: titel, stage: consideration, supports: angebot}
  preisseite: {label: Preisseite gesehen, tier: micro, match: {page: preise}, counting: session, stage: intent, supports: angebot}
  newsletter: {label: Newsletter bestellt, tier: micro, match: newsletter, counting: visitor, stage: engagement, supports: angebot}
  ratgeber: {label: Ratgeber gelesen, tier: micro, match: {page: ratgeber, engagement: 45s}, stage: awareness, supports: rueckruf}
  karte:
    label: Anfahrt angesehen
    tier: micro
    match: karte
    stage: intent
    supports: rueckruf
    proxy: Ein Klick auf die Karte steht für einen Besuch in der Ausstellung.
"""
GOALS = """\
goals:
  anfragen:
    label: Angebotsanfragen 2026
    owner: Frauke
    strategy: Zwei Montagetrupps ein Jahr im Voraus auslasten
    metric: {conversions: angebot}
    attainable: Ein dritter Planer seit Januar
    target: 500
    from: 2026-01-01
    by: 2026-12-31
    note: Die neue Förderrichtlinie gilt ab November; bis dahin warten viele.
  rate:
    label: Besucher, die ein Angebot wollen
    owner: Frauke
    strategy: Aus Neugier werden Gespräche
    metric: {rate: angebot}
    baseline: {from: 2025-09-01, to: 2026-08-31}
    attainable: Das Formular hat nur noch vier Felder
    target: 2.2%
    from: 2026-09-01
    by: 2027-02-28
  newsletter:
    label: Newsletter im vierten Quartal
    owner: Ole
    strategy: Kontakt halten, bis die Förderung klar ist
    metric: {conversions: newsletter}
    baseline: {from: 2026-07-01, to: 2026-09-30}
    attainable: Im Herbst lesen mehr
    target: 125
    supports: angebot
    from: 2026-10-01
    by: 2026-12-31
  kosten:
    label: Kosten je Anfrage aus Suchanzeigen
    owner: Ole
    strategy: Geld dort ausgeben, wo Anfragen entstehen
    metric: {ratio: {of: {cost: {channel: Paid Search}}, to: {conversions: {rule: angebot, channel: Paid Search}}}}
    baseline: {from: 2025-10-01, to: 2026-06-30}
    attainable: Anzeigen nur noch für Orte im Umkreis
    target: {at_most: 95}
    from: 2026-07-01
    by: 2026-12-31
  anrufe:
    label: Anrufe im Herbst
    owner: Frauke
    strategy: Erreichbar sein, wenn die Heizung ausfällt
    metric: {counter: anrufe.anrufe}
    attainable: So viele wie im vergangenen Herbst
    target: 900
    supports: angebot
    from: 2026-09-01
    by: 2026-11-30
"""
NOTES = """\
notes:
  - {date: 2026-03-02, text: Neues Formular mit vier Feldern}
  - {date: 2026-09-14, text: Herbstaktion in den sozialen Medien begonnen, campaign: herbst_*}
  - {date: 2026-10-19, text: Bericht über uns in der Husumer Zeitung}
"""
WORDS = """\
Im Oktober war **ein Planer zwei Wochen krank**; Rückrufe dauerten länger als sonst.

# Ziele

Wir lassen die Ziele bis Jahresende stehen und entscheiden im Januar über den dritten Trupp.
"""
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 32" width="64" height="32"><title>Wärmewerk Hansen</title>
<path fill="#a63d1c" d="M2 30V14L16 3l14 11v16h-8V18H10v12z"/>
<path fill="none" stroke="#a63d1c" stroke-width="4" d="M38 8q6 6 0 12t0 9M48 8q6 6 0 12t0 9"/></svg>
"""


def ordinary() -> Workspace:
    """The workspace."""
    firm = Firm(
        seed=3,
        begin=date(2025, 9, 1),
        end=END,
        a_day=62,
        zone="Europe/Berlin",
        grows=0.15,
        countries=("Germany",),
        busy={"2026-01": 1.2, "2026-05": 0.85, "2026-06": 0.75, "2026-07": 0.7, "2026-10": 1.15},
        ways=(
            Way("google", "organic", 8),
            Way("google", "cpc", 4, "waermepumpe_nord", 1.2),
            Way("google", "cpc", 2, "waermepumpe_marke", 1.8, opens=date(2026, 2, 1)),
            Way("facebook.com", "paid_social", 3, "herbst_2026", 0.5, opens=date(2026, 9, 14)),
            Way("husum-tipps.example", "referral", 1),
            Way("newsletter", "email", 1, "newsletter_monat", 1.6),
            Way("(direct)", "(none)", 3),
        ),
        pages={
            "/": 5, "/leistungen/waermepumpe": 4, "/leistungen/solar": 2, "/leistungen/bad": 1, "/ratgeber/foerderung": 3,
            "/ratgeber/altbau": 2, "/preise": 1.5, "/ueber-uns": 1, "/kontakt": 1,
        },
        acts=(
            Act("newsletter", 0.012),
            Act("file_download", 0.03, "/leistungen/waermepumpe", {"titel": ("Wärmepumpe im Altbau", "Solar und Speicher", "Förderung")}),
            Act("rechner", 0.06, "/ratgeber/foerderung"),
            Act("karte", 0.01, "/kontakt"),
            Act("rueckruf", 0.008, "/kontakt", after={"rechner": 1.5}),
            Act("angebot", 0.012, "/kontakt", {"anlage": ("Wärmepumpe", "Solar", "Bad")}, {"rechner": 2.4, "file_download": 1.6}),
        ),
    )  # fmt: skip
    settings = {"report": REPORT, "conversions": RULES, "goals": GOALS, "notes": NOTES}
    beside = {"config/commentary/2026-10.md": WORDS, "config/logo.svg": LOGO, "data/kosten.csv": _costs(), "data/anrufe.csv": _calls()}
    return Workspace("ordinary", "an ordinary firm", files(settings, {**beside, **exports(firm)}), "Ziele")


def _months() -> list[date]:
    return [date(2025 + place // 12, place % 12 + 1, 1) for place in range(8, 22)]


def _costs() -> str:
    """Search ads all along, social ads since September."""
    lines = [f"{month:%Y-%m},Paid Search,waermepumpe_nord,{1250 - 30 * place}" for place, month in enumerate(_months())]
    lines += ["2026-09,Paid Social,herbst_2026,420", "2026-10,Paid Social,herbst_2026,780"]
    return "\n".join(["monat,kanal,kampagne,ausgaben", *lines, ""])


def _calls() -> str:
    """Calls a day since January: fewer at the weekend, more from September on."""
    first = date(2026, 1, 1).toordinal()
    days = [date.fromordinal(first + place) for place in range((END - date(2026, 1, 1)).days)]
    numbers = [(14 if day.month > 8 else 9) * (1 if day.weekday() < 5 else 0.2) + (day.toordinal() * 7 % 5) for day in days]
    return "\n".join(["tag,anrufe", *(f"{day},{number:.0f}" for day, number in zip(days, numbers, strict=True)), ""])
