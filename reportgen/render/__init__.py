"""Pages: a Document and its drawings as HTML and PDF, from one set of templates."""

from reportgen.render.layout import figures
from reportgen.render.mail import mail
from reportgen.render.overrides import faults as template_faults
from reportgen.render.overrides import unused as unused_templates
from reportgen.render.pages import cover, feed, html, index, redirect
from reportgen.render.palette import print_colors
from reportgen.render.printing import Sheet, pdf, ready
from reportgen.render.scripts import scripts
from reportgen.render.templates import FAMILY, Image, Shell, assets, beside, earlier_assets

__all__ = [
    "FAMILY",
    "Image",
    "Sheet",
    "Shell",
    "assets",
    "beside",
    "cover",
    "earlier_assets",
    "feed",
    "figures",
    "html",
    "index",
    "mail",
    "pdf",
    "print_colors",
    "ready",
    "redirect",
    "scripts",
    "template_faults",
    "unused_templates",
]
