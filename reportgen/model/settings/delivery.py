"""How the report gets to its readers."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from reportgen.model.delivery import Security
from reportgen.model.settings.values import Record


class MailSettings(Record):
    """The report's mail: who writes, to whom, through which server. The login stands in the environment, never here."""

    sender: str = Field(alias="from", description="The address that the mail comes from.")
    name: str | None = Field(default=None, description="The sender's name; by default the site's.")
    reply_to: str | None = Field(default=None, description="Where answers go; by default to the sender.")
    unsubscribe: str | None = Field(
        default=None, pattern=r"^(mailto:|https://)\S+$", description="Where a reader can leave: a `mailto:` or `https:` address."
    )
    to: tuple[str, ...] = Field(min_length=1, description="Who gets it; each gets a mail of their own.")
    allowed_domains: tuple[str, ...] = Field(
        min_length=1, description="The only domains that a recipient may have: one wrong address stops the whole letter."
    )
    host: str = Field(description="The mail server's name.")
    port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    security: Security = Field(
        default=Security.STARTTLS, description="`starttls`, `tls` (from the first byte on), or `none` for a server on the same machine."
    )
    link: str | None = Field(
        default=None, pattern=r"^https?://\S+$", description="Where the site is published: the mail links to the period's page there."
    )
    attach: bool = Field(default=True, description="Whether the PDF goes along.")
    subject: str | None = Field(
        default=None,
        max_length=200,
        description="The subject, with `{site}`, `{period}` and `{goals}` (how many are behind) filled in; a later edition is named.",
    )
    footer: str | None = Field(
        default=None, description="A last line, such as who to ask and the firm's address; by default that of `brand:`."
    )


class Review(StrEnum):
    """Whether somebody has to approve an edition before it is sent."""

    NONE = "none"
    REQUIRED = "required"


class Approval(Record):
    """Somebody has looked at an edition and wants it sent."""

    period: str = Field(pattern=r"^\d{4}-\d{2}(-\d{2}_\d{4}-\d{2}-\d{2})?$", description="The period, as its folder is named: `2026-10`.")
    edition: int = Field(ge=1, description="The edition that was looked at; a later one needs an approval of its own.")
    by: str = Field(min_length=1, description="Who approved it.")
    day: date = Field(alias="date", description="When.")


class DeliverySettings(Record):
    """How the report gets to its readers."""

    mail: MailSettings | None = Field(default=None, description="The mail; without it nothing is sent.")
    review: Review = Field(
        default=Review.NONE,
        description="`required`: nothing is sent before config/approvals.yaml names who approved the edition, and when.",
    )
