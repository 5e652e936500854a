"""Which events usually mean what: GA4's recommended and automatic events, and names that people give by hand."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a kind of event is proposed as."""

    SALE = "sale"
    LEAD = "lead"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing visitors do, however a tool names it. `names` is matched against the whole event name in small letters with `_`.

    `stage` is where it stands when it is proposed as a micro; `by` are parameters worth a breakdown, the first two present are
    taken; a kind of the `shop` leads to a sale and not to a lead. Events that fit `instead` only stand in for it, as `proxy` says: they
    count where no other event of the kind was seen. `sent_by` are parameters that may say that a visitor did it, and not the team.
    """

    key: str
    label: str
    names: str
    role: Role
    stage: str
    why: str
    outcome: str = ""
    by: tuple[str, ...] = ()
    counting: str = "event"
    proxy: str = ""
    shop: bool = False
    instead: str = ""
    sent_by: tuple[str, ...] = ()

    def stands_in(self, name: str) -> bool:
        return bool(self.instead) and re.fullmatch(self.instead, normal(name)) is not None

    def fits(self, name: str) -> bool:
        return re.fullmatch(self.names, normal(name)) is not None


def normal(name: str) -> str:
    """`Added to Cart` and `added-to-cart` as `added_to_cart`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


VISITOR = re.compile(r"visitor|user|customer|client|guest|lead|contact|inbound|incoming", re.IGNORECASE)
"""What a parameter says of a message that came from a visitor."""

FORM = ("form", "form_id", "form_name", "form_destination", "service", "method")

VIDEO = ("video_title", "video_provider")
ASSET = ("asset", "file_name", "link_text", "file_extension")

KINDS: tuple[Kind, ...] = (
    Kind(
        "purchase",
        "Purchase",
        r"(in_app_|ecommerce_)?purchase(d|s)?|order(s|ed)?|order_(completed?|placed|paid|created)|checkout_completed?"
        r"|payment(_(done|success|succeeded|completed?|received))?|transaction|paid|bought",
        Role.SALE,
        "intent",
        "money changes hands: the bottom line itself",
        outcome="An order is paid, and the customer comes back for another.",
        by=("item_category", "item_name", "product", "category"),
    ),
    Kind(
        "subscription",
        "Subscription started",
        r"subscription(_(started?|created|purchased|activated))?|start_subscription|app_store_subscription_convert|upgrade(d)?|plan_upgraded?",
        Role.SALE,
        "intent",
        "a customer starts to pay",
        outcome="A customer subscribes and stays.",
        by=("plan", "item_name", "product"),
    ),
    Kind(
        "quote_request",
        "Quote request",
        r"(request_)?quote(_(request(ed)?|form|submit(ted)?))?|(get|ask)_(a_)?quote|offer_request|request_(demo|offer|proposal)|(book|demo)_(a_)?(demo|request(ed)?|booked)",
        Role.LEAD,
        "intent",
        "somebody asks what it would cost",
        outcome="We answer with an offer, and the visitor becomes a client.",
        by=FORM,
    ),
    Kind(
        "lead",
        "Contact request",
        r"generate_lead|lead(s|_(form|created|submitted|generated))?|contact(_(us|form|request|submit(ted)?|form_submit(ted)?))?|enquir(y|e)|inquiry"
        r"|form_(submit(ted)?|submission|sent|fill(ed)?|complete(d)?)|submit_(form|lead|application)|submit(ted)?_form",
        Role.LEAD,
        "intent",
        "a filled form can become a customer",
        outcome="We answer, and talk about what the visitor needs.",
        by=FORM,
    ),
    Kind(
        "booking",
        "Appointment",
        r"(book|booking|appointment|reservation|schedule)(_(made|completed?|confirmed|booked|appointment|call|meeting|created|request))?|(make|book|schedule)_(an?_)?(appointment|reservation|call|meeting)",
        Role.LEAD,
        "intent",
        "a date in the calendar",
        outcome="The visitor comes, and we do business.",
        by=("service", "location"),
    ),
    Kind(
        "call",
        "Telephone call",
        r"(phone|tel|telephone|call)(_(click(ed)?|call|tap))?|click_(to_)?(call|phone|tel)",
        Role.SIGN,
        "intent",
        "a click on the number",
        proxy="a click on the number stands for the call",
    ),
    Kind(
        "mail_click",
        "Click on the mail address",
        r"(email|mail|mailto)_(click(ed)?|link)|click_(on_)?(e?mail|mailto)",
        Role.SIGN,
        "intent",
        "a click on the address",
        proxy="a click on the address stands for the message",
    ),
    Kind(
        "directions",
        "Directions",
        r"(get_|view_)?directions(_(click(ed)?|view(ed)?))?|map_click(ed)?|find_store|store_locator|(view_)?locations?",
        Role.SIGN,
        "intent",
        "somebody wants to come by",
        proxy="looking at the way stands for coming",
    ),
    Kind(
        "chat",
        "Chat",
        r"(live_)?chat(s|_(start(ed)?|open(ed)?|message(_sent)?|conversation|initiated))?|start_chat|(conversation|message)(_(started|sent))?",
        Role.SIGN,
        "intent",
        "a conversation with a message from the visitor",
        by=("chat_channel", "channel"),
        counting="session",
        proxy="an opened chat stands for a message from the visitor",
        instead=r"(live_)?chat_(start(ed)?|open(ed)?|initiated)|start_chat|conversation_started",
        sent_by=("sender", "sent_by", "from", "author", "author_type", "direction", "role"),
    ),
    Kind(
        "trial",
        "Trial",
        r"(start_|free_|begin_)?trial(_(started?|begun|signup|created))?|start_free_trial",
        Role.SIGN,
        "intent",
        "somebody tries before buying",
        by=("product", "plan"),
        counting="visitor",
    ),
    Kind(
        "checkout",
        "Checkout begun",
        r"(begin|start|initiate)(ed)?_checkout|checkout(_(start(ed)?|begin|begun|step|progress|view(ed)?))?|add_(payment|shipping)_info|payment_info(_(added|entered))?",
        Role.SIGN,
        "intent",
        "on the way to paying",
        counting="session",
        shop=True,
    ),
    Kind(
        "add_to_cart",
        "Added to cart",
        r"(add(ed)?|put)_(product_)?(in|to)_?(the_)?(cart|basket|bag)|(product|item)_added(_to_cart)?|cart(_add(ed)?)?|basket(_add(ed)?)?|view_cart",
        Role.SIGN,
        "intent",
        "chosen, not yet bought",
        by=("item_category", "item_name", "product"),
        counting="session",
        shop=True,
    ),
    Kind(
        "wishlist",
        "Kept for later",
        r"add(ed)?_to_(wish_?list|favou?rites)|(wishlist|favou?rite)(_add(ed)?)?|save(d)?_item",
        Role.SIGN,
        "consideration",
        "interest that may come back",
        shop=True,
    ),
    Kind(
        "ebook",
        "E-book download",
        r"e_?book(s|_(download|request|open|get)(s|ed)?)?|(download|get|request)(ed)?_(the_|an_)?e_?book",
        Role.SIGN,
        "consideration",
        "shows expertise and builds confidence",
        by=ASSET,
    ),
    Kind(
        "whitepaper",
        "Whitepaper download",
        r"white_?paper(s|_(download|request|open|get)(s|ed)?)?|(download|get|request)(ed)?_(the_|a_)?white_?paper",
        Role.SIGN,
        "consideration",
        "somebody reads up on how it is done",
        by=ASSET,
    ),
    Kind(
        "brochure",
        "Brochure download",
        r"(brochure|catalog(ue)?|price_?list)(s|_(download|request|open|get)(s|ed)?)?|(download|get|request)(ed)?_(the_|a_)?(brochure|catalog(ue)?|price_?list)",
        Role.SIGN,
        "consideration",
        "somebody looks at what is on offer",
        by=ASSET,
    ),
    Kind(
        "download",
        "Download",
        r"((file|asset|resource|pdf|free|guide|template|checklist)_)?download(s|ed)?|download_(file|pdf|click|guide|template|checklist)",
        Role.SIGN,
        "consideration",
        "shows expertise and builds confidence",
        by=ASSET,
    ),
    Kind(
        "webinar",
        "Webinar or event registration",
        r"(webinar|event|course|workshop)_(sign_?up|registration|register(ed)?)|register_(for_)?(webinar|event)|join_group",
        Role.SIGN,
        "consideration",
        "gives an hour to hear more",
        counting="visitor",
    ),
    Kind(
        "monthly_newsletter",
        "Monthly newsletter",
        r"monthly_(news_?letter|e?mail|news)(_(sign_?up|subscri(be|bed|ption)|registration|opt_?in))?|news_?letter_monthly(_(sign_?up|subscri(be|bed|ption)))?",
        Role.SIGN,
        "engagement",
        "hears from us once a month",
        by=("method", "list"),
        counting="visitor",
    ),
    Kind(
        "newsletter",
        "Newsletter sign-up",
        r"(newsletter|e?mail(_list)?)_?(sign_?up|subscri(be|bed|ption)|registration|opt_?in)|subscribe(d)?(_(to_)?newsletter)?|sign_?up_newsletter|newsletter",
        Role.SIGN,
        "engagement",
        "stays in touch during a long decision",
        by=("method", "list"),
        counting="visitor",
    ),
    Kind(
        "sign_up",
        "Sign-up",
        r"(user_)?sign(ed)?_?up(_(completed?|success))?|regist(er|ered|ration)(_(completed?|success))?|complete_registration|(create|created)_account|account_created",
        Role.SIGN,
        "engagement",
        "gives a name and wants to hear more",
        by=("method",),
        counting="visitor",
    ),
    Kind(
        "product_view",
        "Product viewed",
        r"view(ed)?_(item|product|content|promotion)|(product|item)_(view(ed)?|detail(s)?|page)|select_(item|promotion|content)",
        Role.SIGN,
        "consideration",
        "looks at what is on offer",
        by=("item_category", "item_name", "product", "content_type"),
        counting="session",
        shop=True,
    ),
    Kind(
        "video_start",
        "Video started",
        r"(video|movie|clip)_(start(ed)?|play(ed)?|begin|begun)|(start|play)(ed)?_(a_|the_)?video",
        Role.SIGN,
        "awareness",
        "a click on play",
        by=VIDEO,
        counting="session",
    ),
    Kind(
        "video_progress",
        "Video watched in part",
        r"(video|movie|clip)_(progress|quartile|25|50|75|half)(_(reached|watched))?",
        Role.SIGN,
        "awareness",
        "GA4's `video_progress` comes at 10, 25, 50 and 75 %: `params: {video_percent: 50}` counts half a video",
        by=("video_percent", *VIDEO),
        counting="session",
    ),
    Kind(
        "video",
        "Video watched",
        r"(video|movie|clip)(_(complete(d)?|end(ed)?|finish(ed)?|watch(ed)?|view(ed)?))?|(watch|finish)(ed)?_(a_|the_)?video",
        Role.SIGN,
        "awareness",
        "a first impression that takes time",
        by=VIDEO,
        counting="session",
    ),
    Kind(
        "search",
        "Search on the site",
        r"(view_)?search(_results?|ed)?|site_search",
        Role.SIGN,
        "consideration",
        "knows what to look for",
        counting="session",
    ),
    Kind(
        "share",
        "Shared or followed",
        r"shar(e|ed)(_(content|page|post|click))?|(social_)?(follow|like|share)(ed|_click)?|social(_click)?",
        Role.SIGN,
        "engagement",
        "tells others, or wants to hear more",
        by=("method", "network"),
    ),
    Kind(
        "outbound_click",
        "Click to another site",
        r"click|outbound(_(click(ed)?|link))?|(external|exit)_link(_click(ed)?)?|click_outbound",
        Role.SIGN,
        "engagement",
        "GA4's `click` is a click to another site: keep it if that is wanted",
        by=("link_domain", "link_text", "outbound"),
        counting="session",
    ),
    Kind(
        "link_click",
        "Click on a link or button",
        r"(internal_)?link_click(ed)?|click(ed)?_(on_)?(a_)?(link|button|cta|banner)|(cta|button|banner|teaser)_click(ed)?|cta",
        Role.SIGN,
        "engagement",
        "a step further on the site",
        by=("link_text", "link_url", "button_text", "cta"),
        counting="session",
    ),
    Kind(
        "scroll",
        "Read to the end",
        r"scroll(_(depth|90|75|end|bottom))?|scrolled|read(_article)?|article_read",
        Role.SIGN,
        "awareness",
        "GA4's `scroll` means 90 % of a page",
        counting="session",
    ),
)
"""In the order tried: the first kind that fits an event takes it."""

ROUTINE = re.compile(
    r"page_?view(s)?|screen_?view|view|session_(start|end)|first_(visit|open)|user_engagement|app_(remove|update|exception|clear_data|start)"
    r"|os_update|notification_\w+|error|exception|web_vitals|heartbeat|ping|login|log_?in|logged_in|log_?out|view_item_list|refund(ed)?|form_start|remove_from_cart"
)
"""Events that every visit leaves, or that say nothing about interest: never proposed."""
