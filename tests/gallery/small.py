"""Two workspaces with little to tell: nine visitors and no conversion, and the first month ever."""

from datetime import date

from tests.gallery.play import COLUMNS, Act, Firm, Way, exports
from tests.gallery.workspace import BEGIN, END, Workspace, files

TINY_REPORT = f"""\
site: {{name: Hollis & Daughter, zone: Europe/London, url: "https://hollis.example", domains: hollis.example}}
business_type: lead
currency: GBP
locale: en_GB
inputs:
  web:
    files: data/web/*.csv
{COLUMNS}page_groups: {{kitchens: /kitchens/*}}
"""
TINY_RULES = """\
conversions:
  enquiry:
    label: Enquiry
    tier: macro
    primary: true
    match: enquiry_sent
    outcome: Somebody wants a kitchen, and we drive out to measure.
    journey: long
  prices: {label: Price list, tier: micro, match: price_list, stage: consideration, supports: enquiry}
  phone: {label: Phone number tapped, tier: micro, match: phone_tapped, stage: intent, supports: enquiry}
"""
TINY_GOALS = """\
goals:
  enquiries:
    label: Enquiries this year
    owner: Ruth
    strategy: Two kitchens a month, booked ahead
    metric: {conversions: enquiry}
    attainable: Five came by word of mouth last year
    target: 6
    from: 2026-08-01
    by: 2026-12-31
"""

FIRST_REPORT = f"""\
site: {{name: Clínica Vela, zone: Europe/Madrid, url: "https://clinicavela.example", domains: clinicavela.example}}
business_type: lead
currency: EUR
locale: es
inputs:
  web:
    files: data/web/*.csv
{COLUMNS}page_groups: {{tratamientos: /tratamientos/*, consejos: /consejos/*}}
brand: {{color: "#0f766e"}}
"""
FIRST_RULES = """\
conversions:
  cita:
    label: Cita pedida
    tier: macro
    primary: true
    match: cita_pedida
    outcome: Alguien pide hora y viene a la clínica.
    value: {fixed: 65, source: Precio de una primera visita en 2026}
    by: tratamiento
  llamada: {label: Llamada desde el móvil, tier: micro, match: llamada, stage: intent, supports: cita}
  precios: {label: Página de precios, tier: micro, match: {page: /precios}, counting: session, stage: consideration, supports: cita}
  guia: {label: Guía de ortodoncia, tier: micro, match: descarga, stage: consideration, supports: cita}
  boletin: {label: Alta en el boletín, tier: micro, match: alta, counting: visitor, stage: engagement, supports: cita}
"""
FIRST_GOALS = """\
goals:
  citas:
    label: Citas pedidas en la web
    owner: Inés
    strategy: Llenar las tardes de la nueva consulta
    metric: {conversions: cita}
    attainable: Tres sillones y dos tardes libres por semana
    target: 120
    from: 2026-10-01
    by: 2026-12-31
  tasa:
    label: Visitantes que piden cita
    owner: Inés
    strategy: Que quien nos encuentra se decida
    metric: {rate: cita}
    attainable: Clínicas parecidas dicen que piden cita tres de cada cien
    target: 3%
    from: 2026-10-01
    by: 2027-03-31
  boletin:
    label: Altas en el boletín
    owner: Marc
    strategy: Seguir en contacto con quien aún lo piensa
    metric: {conversions: boletin}
    baseline: same_period_last_year
    target: +20%
    supports: cita
    from: 2026-10-01
    by: 2026-12-31
"""


def tiny() -> Workspace:
    """Joiners with three months of exports: 9 visitors in October, and nobody ever asked for anything."""
    firm = Firm(
        seed=14,
        begin=date(2026, 8, 1),
        end=END,
        a_day=0.29,
        ways=(Way("google", "organic", 5), Way("(direct)", "(none)", 3), Way("facebook.com", "referral", 1)),
        pages={"/": 4, "/kitchens/oak": 2, "/kitchens/painted": 1, "/contact": 1},
        acts=(),
        returns=0.15,
    )
    settings = {"report": TINY_REPORT, "conversions": TINY_RULES, "goals": TINY_GOALS}
    return Workspace("tiny", "nine visitors and no conversion", files(settings, exports(firm)), "Goals")


def first() -> Workspace:
    """A dental practice whose site and tracking began on 1 October."""
    firm = Firm(
        seed=11,
        begin=BEGIN,
        end=END,
        a_day=34,
        zone="Europe/Madrid",
        countries=("Spain",),
        ways=(
            Way("google", "organic", 5),
            Way("google", "cpc", 3, "implantes_barcelona", 1.3),
            Way("instagram.com", "social", 2, ready=0.6),
            Way("(direct)", "(none)", 2),
        ),
        pages={"/": 4, "/tratamientos/ortodoncia": 3, "/tratamientos/implantes": 3, "/consejos/encias": 1, "/precios": 1.5, "/equipo": 1},
        acts=(
            Act("alta", 0.02, "/consejos/encias"),
            Act("descarga", 0.04, "/tratamientos/ortodoncia"),
            Act("llamada", 0.02, "/contacto"),
            Act("cita_pedida", 0.022, "/cita", {"tratamiento": ("Ortodoncia", "Implantes", "Revisión")}, {"descarga": 2.2}),
        ),
    )  # fmt: skip
    settings = {"report": FIRST_REPORT, "conversions": FIRST_RULES, "goals": FIRST_GOALS}
    return Workspace("first", "the first month ever", files(settings, exports(firm)), "Objetivos")
