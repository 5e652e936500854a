"""What people say brought and convinced them: the categories of answers, and the counts of them."""

from dataclasses import dataclass
from datetime import date

from reportgen.model.settings import Stated
from reportgen.periods import Period

OTHER = "(other)"
"""An answer that fits no category."""
NO_ANSWER = ""


@dataclass(frozen=True, slots=True)
class Category:
    """Answers that mean the same: patterns in lower case, `*` for any run of characters. `channels` by which tracking would show them."""

    key: str
    answers: tuple[str, ...]
    channels: tuple[str, ...] = ()


SEARCH = ("Organic Search", "Paid Search")
SOCIAL = ("Organic Social", "Paid Social")
VIDEO = ("Organic Video", "Paid Video")
PAID = ("Paid Search", "Paid Social", "Paid Video", "Paid Shopping", "Paid Other", "Display", "Cross-network")

HEARD = (
    Category(
        "known",
        ("*existing c*", "*already *client*", "*already *customer*", "*worked with you*", "*known you*", "*bestandskund*", "*schon *kund*"),
    ),
    Category(
        "recommendation",
        (
            *(
                "*recom*",
                "referred*",
                "* referred*",
                "*referral*",
                "*word of mouth*",
                "*friend*",
                "*colleague*",
                "*collegue*",
                "*coleague*",
            ),
            *("*partner*", "*told me*", "*told us*", "*empfehl*", "*empfohlen*", "*freund*", "*bekannte*", "*kolleg*", "*mundpropaganda*"),
        ),
    ),
    Category(
        "event",
        (
            *("*trade fair*", "*trade show*", "fair", "*conference*", "event*", "* event *", "* event", "*meetup*", "*webinar*", "expo*"),
            *(
                "*a talk*",
                "*your talk*",
                "*the fair*",
                "*booth*",
                "messe",
                "messe *",
                "* messe",
                "* messe *",
                "*fachmesse*",
                "*konferenz*",
                "*vortrag*",
            ),
            *("*veranstaltung*", "*kongress*", "*stammtisch*"),
        ),
    ),
    Category(
        "advertising", ("ad", "ads", "* ad", "* ad *", "* ads*", "*advert*", "*banner*", "*sponsored*", "*anzeige*", "*werbung*"), PAID
    ),
    Category(
        "newsletter",
        ("*newsletter*", "*news letter*", "*newsleter*", "*mailing*", "*email*", "*e-mail*", "*rundmail*", "*rundbrief*"),
        ("Email",),
    ),
    Category(
        "ai", ("*chatgpt*", "*chat gpt*", "*perplexity*", "*copilot*", "*gemini*", "*claude*", "*ki-assist*", "*ai assist*"), ("Referral",)
    ),
    Category("video", ("*youtube*", "*you tube*", "*vimeo*", "*video*"), VIDEO),
    Category("podcast", ("*podcast*", "*radio*", "*television*", "*fernseh*", "tv", "*on tv*", "*im tv*")),
    Category(
        "social",
        (
            *("*linkedin*", "*linked in*", "*facebook*", "fb", "*instagram*", "insta", "*on insta", "*tiktok*", "*tik tok*", "*twitter*"),
            *("*xing*", "*reddit*", "*social media*", "*social network*", "*soziale *", "*mastodon*", "*pinterest*", "*whatsapp*"),
        ),
        SOCIAL,
    ),
    Category(
        "search",
        (
            *(
                "*google*",
                "*goggle*",
                "*googel*",
                "*gogle*",
                "bing",
                "bing *",
                "* bing*",
                "*duckduck*",
                "*ecosia*",
                "*search*",
                "*serach*",
                "seo",
            ),
            *("*suche*", "*suchma*", "*gesucht*", "*internet*", "*online*", "web", "the web", "im netz*"),
        ),
        SEARCH,
    ),
    Category(
        "press",
        (
            *(
                "*article*",
                "*magazine*",
                "*newspaper*",
                "press",
                "*the press",
                "*blog*",
                "*directory*",
                "*website*",
                "*web site*",
                "*link*",
            ),
            *("*artikel*", "*zeitung*", "*zeitschrift*", "*verzeichnis*", "*webseite*", "presse", "*der presse"),
        ),
        ("Referral",),
    ),
    Category(
        "place",
        ("*walked *", "*passing*", "*drove *", "*your sign*", "*a sign*", "*vorbei*", "*schild*", "*schaufenster*", "*flyer*", "*leaflet*"),
    ),
)
"""Shipped categories of "How did you hear about us?", in English and German; the first that fits. What people say of other people comes
before the tool they name with it: a friend who sent a link on LinkedIn is a friend."""

REASONS = (
    Category(
        "recommendation",
        (
            *("*recom*", "referred*", "* referred*", "*referral*", "*review*", "*ratings*", "*testimonial*", "*a friend*", "*colleague*"),
            *("*empfehl*", "*empfohlen*", "*bewertung*", "*rezension*"),
        ),
    ),
    Category(
        "price", ("*price*", "*pricing*", "*cost*", "*budget*", "*afford*", "*cheap*", "*value for*", "*preis*", "*günstig*", "*kosten*")
    ),
    Category(
        "work",
        (
            *("*portfolio*", "*case stud*", "*your work*", "*reference*", "*example*", "*project*", "*clients*", "*design*", "*quality*"),
            *("*referenz*", "*beispiel*", "*projekt*", "*arbeiten*", "*qualität*"),
        ),
    ),
    Category(
        "speed",
        ("*fast*", "*quick*", "*speed*", "*soon*", "*respon*e*", "*answered*", "*replied*", "*schnell*", "*sofort*", "*rückmeldung*"),
    ),
    Category(
        "people",
        (
            *("*team*", "*people*", "*person*", "*friendly*", "*a call*", "*the call*", "*phone*", "*meeting*", "*talk*", "*conversation*"),
            *("*listen*", "*trust*", "*gespräch*", "*freundlich*", "*sympath*", "*beratung*", "*vertrauen*", "*telefonat*"),
        ),
    ),
    Category(
        "knowledge",
        (
            *("*expert*", "*experience*", "*knowledge*", "*know-how*", "*know how*", "*competen*", "*speciali*", "*technical*"),
            *("*erfahrung*", "*kompeten*", "*fachwissen*", "*fachlich*", "*spezialis*"),
        ),
    ),
    Category(
        "content",
        (
            *("*blog*", "*article*", "*guide*", "*ebook*", "*e-book*", "*checklist*", "*webinar*", "*newsletter*", "*video*", "*website*"),
            *("*artikel*", "*ratgeber*", "*leitfaden*", "*webseite*"),
        ),
    ),
    Category("place", ("*local*", "*near*", "*close by*", "*same city*", "*region*", "*nähe*", "*vor ort*", "*lokal*")),
)
"""Shipped categories of "What convinced you to contact us?"."""


def heard_categories(stated: Stated) -> tuple[Category, ...]:
    """How answers to "How did you hear about us?" are sorted: the settings' own categories, else the shipped ones."""
    own = tuple(Category(name, _lower(each.answers), each.channels) for name, each in stated.categories.items())
    return own or HEARD


def reason_categories(stated: Stated) -> tuple[Category, ...]:
    """The same for what convinced people."""
    return tuple(Category(name, _lower(answers)) for name, answers in stated.reasons.items()) or REASONS


def kept_facts(stated: Stated) -> tuple[object, ...]:
    """All that the kept answers depend on: where they are asked for and how they are sorted."""
    sorted_by = (heard_categories(stated), reason_categories(stated))
    patterns = [[each.key, each.answers] for categories in sorted_by for each in categories]
    return stated.rules, stated.heard, stated.convinced, stated.quotes, patterns


def _lower(patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(pattern.lower().split()) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class StatedCell:
    """Conversions of one rule whose people said the same and came first by the same channel.

    `heard` and `convinced` are keys of categories, `OTHER`, or `NO_ANSWER`. `channel` is that of the converter's first visit within the
    rule's look-back; None where none of theirs was seen in it, or the conversion names nobody (`named` False). `recent` ones lie in the
    reported period.
    """

    heard: str
    convinced: str
    channel: str | None
    named: bool
    recent: bool
    n: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What one person answered, without addresses, numbers and links. `reason` is the category of the answer."""

    day: date
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class StatedCounts:
    """What was said at the conversions of one rule in `span`, up to as_of: `cells` add up to them. `quotes` newest first."""

    span: Period
    lookback: int
    cells: tuple[StatedCell, ...]
    quotes: tuple[Quote, ...] = ()
