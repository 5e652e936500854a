"""From source, medium and campaign to a channel: GA4's documented default channel grouping, and overrides.

Source: the "Default channel group" page of the GA4 help, rules in its order. Its list of sites by category is long; the well-known ones
stand here, and a workspace adds its own under `channels:` in report.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.activity.match import like
from reportgen.model.settings import CampaignGroup, ChannelRule

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, StringValue, Table

DIRECT = "Direct"
UNASSIGNED = "Unassigned"
NONE = "(none)"

_SEARCH = (
    "google|bing|yahoo|duckduckgo|ecosia|baidu|yandex|naver|daum|qwant|startpage|ask|aol|seznam|sogou|so|brave|search\\.brave|"
    "search\\.yahoo|cn\\.bing|kagi|msn|presearch|rambler|onet|virgilio|lycos|incredimail|conduit|dogpile|info|babylon|auone|biglobe|goo\\.ne"
)
_SOCIAL = (
    "facebook|fb|instagram|ig|linkedin|lnkd|twitter|t\\.co|x|pinterest|reddit|tiktok|snapchat|tumblr|vk|weibo|xing|quora|messenger|threads|"
    "mastodon|bsky|bluesky|meetup|whatsapp|wechat|line|telegram|t\\.me|discord|ycombinator|news\\.ycombinator|medium|flickr|nextdoor|disqus"
)
_VIDEO = "youtube|youtu\\.be|vimeo|dailymotion|twitch|netflix|hulu|disneyplus|wistia|bilibili|iqiyi|youku|ted"
_SHOPPING = (
    "amazon|ebay|etsy|walmart|shopify|alibaba|aliexpress|mercadolibre|shopping\\.google|googleshopping|igshopping|idealo|rakuten|shopzilla"
)
PAID = "^(.*cp.*|ppc|retargeting|paid.*)$"
SHOP = "^(.*(([^a-df-z]|^)shop|shopping).*)$"
DISPLAY = ("display", "banner", "expandable", "interstitial", "cpm")
SOCIAL_MEDIA = ("social", "social-network", "social-media", "sm", "social network", "social media")
EMAIL = ("email", "e-mail", "e_mail", "e mail")


def _sites(names: str) -> str:
    """A source is such a site as a bare name (`google`) or as a host (`www.google.co.uk`, `l.facebook.com`), not as any subdomain."""
    endings = "com|net|org|tv|io|social|app|[a-z]{2}"
    return rf"^(www\.|m\.|l\.|lm\.|mobile\.|out\.|old\.)?({names})(\.({endings}))*$"


def outside(sessions: Table, domains: tuple[str, ...]) -> Table:
    """Sessions without the site's own hosts as referrals: such a visit names no source. `www.` makes no difference."""
    import ibis

    if not domains:
        return sessions
    bare = sessions.source.lower().re_replace(r"^www\.", "")
    own = bare.isin([domain.lower().removeprefix("www.") for domain in domains]) & (sessions.medium.lower() == "referral")
    inside = own.fill_null(False)
    return sessions.mutate(**{column: ibis.ifelse(inside, ibis.null("string"), sessions[column]) for column in ("source", "medium")})


def with_channels(sessions: Table, overrides: tuple[ChannelRule, ...], groups: tuple[CampaignGroup, ...]) -> Table:
    """Sessions with `channel`, `tactic` and `initiative`; null source, medium and campaign read `(none)`.

    A channel that the export names stays. The rules run once on each distinct combination, not on each session.
    """
    filled = sessions.mutate(**{name: sessions[name].fill_null(NONE) for name in ("source", "medium", "campaign", "content")})
    origins = filled.select("source", "medium", "campaign").distinct()
    known = origins.select(
        origin_source=origins.source,
        origin_medium=origins.medium,
        origin_campaign=origins.campaign,
        grouped=channel(origins.source, origins.medium, origins.campaign, overrides),
        tactic=_tag(origins.campaign, groups, "tactic"),
        initiative=_tag(origins.campaign, groups, "initiative"),
    )
    joined = filled.inner_join(
        known,
        [filled.source == known.origin_source, filled.medium == known.origin_medium, filled.campaign == known.origin_campaign],
    )
    return joined.mutate(channel=filled.channel.fill_null(known.grouped)).drop(
        "origin_source", "origin_medium", "origin_campaign", "grouped"
    )


def channel(source: StringValue, medium: StringValue, campaign: StringValue, overrides: tuple[ChannelRule, ...] = ()) -> StringValue:
    """The channel of one origin; the first rule that holds. Compared in lower case, as GA4 does."""
    import ibis

    s, m, c = source.lower(), medium.lower(), campaign.lower()
    paid = m.re_search(PAID)
    search, social, video, shopping = (s.re_search(_sites(names)) for names in (_SEARCH, _SOCIAL, _VIDEO, _SHOPPING))
    shop = shopping | c.re_search(SHOP)
    rules = [(_override(s, m, c, rule), rule.channel) for rule in overrides]
    rules += [
        (s.isin(["(direct)", NONE]) & m.isin(["(not set)", NONE]), DIRECT),
        (c.contains("cross-network"), "Cross-network"),
        (shop & paid, "Paid Shopping"),
        (search & paid, "Paid Search"),
        (social & paid, "Paid Social"),
        (video & paid, "Paid Video"),
        (m.isin(DISPLAY), "Display"),
        (paid, "Paid Other"),
        (shop, "Organic Shopping"),
        (social | m.isin(SOCIAL_MEDIA), "Organic Social"),
        (video | m.contains("video"), "Organic Video"),
        (search | (m == "organic"), "Organic Search"),
        (m.isin(["referral", "app", "link"]), "Referral"),
        (s.isin(EMAIL) | m.isin(EMAIL), "Email"),
        (m == "affiliate", "Affiliates"),
        (m == "audio", "Audio"),
        ((s == "sms") | (m == "sms"), "SMS"),
        (m.endswith("push") | m.contains("mobile") | m.contains("notification") | (s == "firebase"), "Mobile Push Notifications"),
    ]
    return ibis.cases(*rules, else_=UNASSIGNED)


def _override(source: StringValue, medium: StringValue, campaign: StringValue, rule: ChannelRule) -> BooleanValue:
    import ibis

    result: BooleanValue = ibis.literal(True)
    for value, patterns in ((source, rule.source), (medium, rule.medium), (campaign, rule.campaign)):
        if patterns:
            result = result & like(value, tuple(pattern.lower() for pattern in patterns))
    return result


def _tag(campaign: StringValue, groups: tuple[CampaignGroup, ...], tag: str) -> StringValue:
    import ibis

    rules = [(like(campaign, group.campaign), value) for group in groups if (value := getattr(group, tag))]
    return ibis.cases(*rules, else_=NONE) if rules else ibis.literal(NONE)
