"""The default channel grouping, rule by rule, as GA4's help documents it, and a workspace's own rules before it.

Source: "[GA4] Default channel group", support.google.com/analytics/answer/9756891, conditions in their order.
"""

import pytest

from reportgen.activity.channels import channel, outside, with_channels
from reportgen.engine import Engine
from reportgen.model.settings import CampaignGroup, ChannelRule

ORIGINS = {
    ("(none)", "(none)", "(none)"): "Direct",
    ("(direct)", "(none)", "(none)"): "Direct",
    ("(direct)", "(not set)", "(none)"): "Direct",
    ("google", "(none)", "cross-network-x"): "Cross-network",
    ("shopify", "cpc", "(none)"): "Paid Shopping",
    ("somewhere", "paid-social", "Shopping week"): "Paid Shopping",
    ("somewhere", "cpc", "workshop"): "Paid Other",
    ("somewhere", "cpc", "my e-shop"): "Paid Shopping",
    ("google", "cpc", "(none)"): "Paid Search",
    ("Google", "CPC", "(none)"): "Paid Search",
    ("www.google.co.uk", "ppc", "(none)"): "Paid Search",
    ("facebook.com", "paid", "(none)"): "Paid Social",
    ("l.instagram.com", "cpm", "(none)"): "Paid Social",
    ("youtube.com", "cpv", "(none)"): "Paid Video",
    ("somewhere", "display", "(none)"): "Display",
    ("somewhere", "banner", "(none)"): "Display",
    ("somewhere", "cpm", "(none)"): "Display",
    ("somewhere", "retargeting", "(none)"): "Paid Other",
    ("somewhere", "paid_x", "(none)"): "Paid Other",
    ("amazon.de", "referral", "(none)"): "Organic Shopping",
    ("somewhere", "(none)", "shop"): "Organic Shopping",
    ("t.co", "referral", "(none)"): "Organic Social",
    ("m.facebook.com", "referral", "(none)"): "Organic Social",
    ("somewhere", "social-network", "(none)"): "Organic Social",
    ("somewhere", "sm", "(none)"): "Organic Social",
    ("youtu.be", "referral", "(none)"): "Organic Video",
    ("somewhere", "video ad", "(none)"): "Organic Video",
    ("duckduckgo.com", "referral", "(none)"): "Organic Search",
    ("somewhere", "organic", "(none)"): "Organic Search",
    ("partner.example", "referral", "(none)"): "Referral",
    ("partner.example", "link", "(none)"): "Referral",
    ("google-partners.example", "referral", "(none)"): "Referral",
    ("mail.google.com", "referral", "(none)"): "Referral",
    ("notfacebook.com", "referral", "(none)"): "Referral",
    ("newsletter", "e-mail", "(none)"): "Email",
    ("e_mail", "(none)", "(none)"): "Email",
    ("partner", "affiliate", "(none)"): "Affiliates",
    ("spotify", "audio", "(none)"): "Audio",
    ("sms", "(none)", "(none)"): "SMS",
    ("somewhere", "sms", "(none)"): "SMS",
    ("firebase", "(none)", "(none)"): "Mobile Push Notifications",
    ("somewhere", "web push", "(none)"): "Mobile Push Notifications",
    ("somewhere", "mobile-app", "(none)"): "Mobile Push Notifications",
    ("newsletter", "(none)", "(none)"): "Unassigned",
    ("google", "(not set)", "(none)"): "Organic Search",
    ("a\\b", "x*y", "50% off (new)"): "Unassigned",
}
OWN = (
    ChannelRule(channel="Partners", source=("partner*",), medium=("referral",)),
    ChannelRule(channel="Brand", campaign=("Brand *", "*_brand")),
    ChannelRule(channel="Partners again", source=("partner.example",)),
)
OVERRIDDEN = {
    ("partner.example", "referral", "(none)"): "Partners",
    ("partner.example", "link", "(none)"): "Partners again",
    ("google", "cpc", "brand autumn"): "Brand",
    ("google", "cpc", "de_BRAND"): "Brand",
    ("google", "cpc", "brandy"): "Paid Search",
}
SCHEMA = dict.fromkeys(("source", "medium", "campaign"), "string")


def grouped(engine: Engine, origins: object, rules: tuple[ChannelRule, ...] = ()) -> dict[tuple[str, str, str], str]:
    rows = [dict(zip(SCHEMA, origin, strict=True)) for origin in origins]  # type: ignore[call-overload]
    table = engine.memtable(rows, SCHEMA)
    found = engine.run(table.mutate(found=channel(table.source, table.medium, table.campaign, rules)))
    return {(row["source"], row["medium"], row["campaign"]): row["found"] for row in found.to_dict("records")}


@pytest.fixture(scope="module")
def default(engine: Engine) -> dict[tuple[str, str, str], str]:
    return grouped(engine, ORIGINS)


# checklist 001-25
@pytest.mark.parametrize("origin", ORIGINS, ids=" / ".join)
def test_the_documented_rules(default: dict[tuple[str, str, str], str], origin: tuple[str, str, str]) -> None:
    assert default[origin] == ORIGINS[origin]


def test_a_workspaces_own_rules_come_first(engine: Engine) -> None:
    assert grouped(engine, OVERRIDDEN, OWN) == OVERRIDDEN


def test_what_the_export_says_stays_and_campaigns_carry_tactic_and_initiative(engine: Engine) -> None:
    columns = ("source", "medium", "campaign", "content", "channel")
    given = [("google", None, "spring_1", None, "Their own"), (None, None, None, None, None), ("news", "email", "spring_2", "top", None)]
    table = engine.memtable([dict(zip(columns, row, strict=True)) for row in given], dict.fromkeys(columns, "string"))
    groups = (
        CampaignGroup(campaign=("spring_1",), tactic="search"),
        CampaignGroup(campaign=("spring_*",), tactic="mail", initiative="spring"),
    )
    found = engine.run(with_channels(table, (), groups).order_by("channel"))
    assert found[["channel", "source", "content", "tactic", "initiative"]].to_numpy().tolist() == [
        ["Direct", "(none)", "(none)", "(none)", "(none)"],
        ["Email", "news", "top", "mail", "spring"],
        ["Their own", "google", "(none)", "search", "spring"],
    ]


def test_the_sites_own_hosts_are_never_a_referral(engine: Engine) -> None:
    rows = [
        {"source": source, "medium": medium, "campaign": None, "content": None, "channel": None}
        for source, medium in (
            ("www.firm.example", "referral"),
            ("Firm.example", "Referral"),
            ("firm.example", "email"),
            ("else.example", "referral"),
        )
    ]
    columns = dict.fromkeys(("source", "medium", "campaign", "content", "channel"), "string")
    found = engine.run(with_channels(outside(engine.memtable(rows, columns), ("firm.example",)), (), ()))
    assert sorted(found.channel) == ["Direct", "Direct", "Email", "Referral"]
