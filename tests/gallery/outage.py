"""A month with an outage: holiday homes with eight months of exports, and nothing recorded from 9 to 17 October."""

from datetime import date

from tests.gallery.play import COLUMNS, Act, Firm, Way, exports
from tests.gallery.workspace import END, Workspace, files

REPORT = f"""\
site: {{name: Gîtes de la Roya, zone: Europe/Paris, url: "https://gitesroya.example", domains: gitesroya.example}}
business_type: both
currency: EUR
locale: fr
inputs:
  web:
    files: data/web/*.csv
{COLUMNS}page_groups: {{gites: /gites/*, randonnees: /randonnees/*}}
brand: {{color: "#3f6212"}}
"""
RULES = """\
conversions:
  reservation:
    label: Réservation
    tier: macro
    primary: true
    match: reservation
    outcome: Un gîte est loué, l’acompte est payé.
    by: gite
  demande: {label: Demande de disponibilité, tier: macro, match: demande, outcome: Nous répondons le jour même., supports: reservation}
  calendrier: {label: Calendrier ouvert, tier: micro, match: calendrier, counting: session, stage: consideration, supports: reservation}
  tarifs: {label: Tarifs consultés, tier: micro, match: {page: /tarifs}, counting: session, stage: intent, supports: reservation}
  carte: {label: Carte des sentiers téléchargée, tier: micro, match: file_download, stage: awareness, supports: demande}
  lettre: {label: Inscription à la lettre, tier: micro, match: lettre, counting: visitor, stage: engagement, supports: reservation}
"""
GOALS = """\
goals:
  octobre:
    label: Réservations d’octobre
    owner: Camille
    strategy: Remplir les gîtes hors saison
    metric: {conversions: reservation}
    attainable: Autant qu’en septembre
    target: 45
    from: 2026-10-01
    by: 2026-10-31
  chiffre:
    label: Montant réservé au second semestre
    owner: Camille
    strategy: Payer les toitures avant l’hiver
    metric: {value: reservation}
    attainable: Deux gîtes de plus que l’an dernier
    target: 150000
    from: 2026-07-01
    by: 2026-12-31
  taux:
    label: Visiteurs qui réservent
    owner: Bastien
    strategy: Que ceux qui viennent se décident
    metric: {rate: reservation}
    baseline: {from: 2026-04-01, to: 2026-06-30}
    attainable: Les photos sont refaites
    target: 2%
    from: 2026-07-01
    by: 2026-12-31
  lettre:
    label: Inscriptions à la lettre
    owner: Bastien
    strategy: Faire revenir ceux qui nous connaissent
    metric: {conversions: lettre}
    baseline: {from: 2026-07-01, to: 2026-09-30}
    target: +10%
    supports: reservation
    from: 2026-10-01
    by: 2026-12-31
"""
NOTES = """\
notes:
  - {date: 2026-10-09, until: 2026-10-17, text: Plus aucune mesure après la mise à jour du bandeau de consentement}
"""


def outage() -> Workspace:
    """The workspace."""
    firm = Firm(
        seed=8,
        begin=date(2026, 3, 1),
        end=END,
        a_day=52,
        zone="Europe/Paris",
        countries=("France", "Belgium", "Italy"),
        busy={"2026-07": 1.3, "2026-08": 1.35, "2026-09": 1.05},
        silent=(date(2026, 10, 9), date(2026, 10, 17)),
        ways=(
            Way("google", "organic", 6),
            Way("google", "cpc", 2, "gite_automne", 1.2),
            Way("instagram.com", "social", 2, ready=0.6),
            Way("randonnee.example", "referral", 1.5),
            Way("(direct)", "(none)", 3, ready=1.3),
        ),
        pages={"/": 4, "/gites/la-bergerie": 3, "/gites/le-moulin": 2, "/randonnees/merveilles": 3, "/tarifs": 1.5, "/acces": 0.5},
        acts=(
            Act("file_download", 0.05, "/randonnees/merveilles"),
            Act("lettre", 0.012),
            Act("calendrier", 0.09, "/gites/la-bergerie"),
            Act("demande", 0.01, "/contact", after={"calendrier": 1.8}),
            Act("reservation", 0.013, "/reserver", {"gite": ("La Bergerie", "Le Moulin", "La Grange")}, {"calendrier": 2.5}, 540),
        ),
    )
    settings = {"report": REPORT, "conversions": RULES, "goals": GOALS, "notes": NOTES}
    return Workspace("outage", "nine days without tracking in the month", files(settings, exports(firm)), "Objectifs")
