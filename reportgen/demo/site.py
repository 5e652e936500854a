"""The made-up firm's site: its pages, and what can be downloaded."""

from collections.abc import Mapping
from dataclasses import dataclass

NAME = "Northlight Studio"
HOST = "www.northlight.example"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site: its kind, path and title, and how often it is chosen among its kind (relative)."""

    kind: str
    path: str
    title: str
    weight: float = 1.0


def _pages() -> tuple[Page, ...]:
    services = {
        "web-apps": "Web applications",
        "brand-design": "Brand design",
        "product-design": "Product design",
        "integration": "Integration",
    }
    work = {
        "harbour-museum": "Harbour Museum",
        "regional-bank": "A regional bank",
        "clinic-booking": "Booking for a clinic",
        "solar-monitor": "Solar monitor",
        "city-library": "City library",
    }
    blog = (
        "what-a-web-app-costs",
        "brief-template",
        "design-system-first-steps",
        "choosing-an-agency",
        "accessibility-law",
        "portal-or-app",
        "rewrite-or-repair",
        "brand-refresh-checklist",
        "measuring-a-relaunch",
        "forms-people-finish",
        "hosting-in-europe",
        "discovery-workshop",
        "pricing-models",
        "handover-without-tears",
        "typefaces-for-software",
        "small-team-roadmap",
    )
    resources = {
        "relaunch-guide": "The relaunch guide",
        "brief-checklist": "Project brief checklist",
        "api-whitepaper": "Integration whitepaper",
    }
    pages = [Page("home", "/", NAME)]
    pages += [Page("services", f"/services/{slug}", name) for slug, name in services.items()]
    pages += [Page("work", "/work/", "Our work", 2.0)]
    pages += [Page("work", f"/work/{slug}", name) for slug, name in work.items()]
    pages += [Page("blog", f"/blog/{slug}", slug.replace("-", " ").capitalize(), 1 / (rank + 1)) for rank, slug in enumerate(blog)]
    pages += [Page("resources", f"/resources/{slug}", name) for slug, name in resources.items()]
    pages += [
        Page("pricing", "/pricing", "Pricing"),
        Page("product", "/product/desk", "Northlight Desk"),
        Page("about", "/about", "About us"),
        Page("contact", "/contact", "Contact"),
        Page("quote", "/quote", "Ask for a quote"),
    ]
    return tuple(pages)


PAGES = _pages()
NEXT_PAGE: Mapping[str, float] = {
    "home": 0.11,
    "services": 0.18,
    "work": 0.17,
    "blog": 0.2,
    "resources": 0.1,
    "pricing": 0.07,
    "product": 0.04,
    "about": 0.07,
    "contact": 0.03,
    "quote": 0.03,
}
"""Kind of every page after a session's first, whatever came before: so a page's kind is no hidden cause of anything."""

ASSETS = {
    "/resources/relaunch-guide": ("relaunch-guide.pdf", "Relaunch guide", "e-book"),
    "/resources/brief-checklist": ("brief-checklist.pdf", "Brief checklist", "checklist"),
    "/resources/api-whitepaper": ("integration-whitepaper.pdf", "Integration whitepaper", "whitepaper"),
}
