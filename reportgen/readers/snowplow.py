"""Snowplow's canonical events: the enriched stream (TSV without a header), or the `atomic.events` table as CSV, NDJSON or Parquet.

Source: the documented canonical event model and stream format. A self-describing event's own fields stand in `unstruct_event`, under
`data.data`. Times are UTC. Page pings say that somebody is still there: each stands for ten seconds, the tracker's usual interval.
"""

from __future__ import annotations

from reportgen.readers.events import Mapped, Texts

NAME = "snowplow"
COLUMNS = tuple(
    """
    app_id platform etl_tstamp collector_tstamp dvce_created_tstamp event event_id txn_id name_tracker v_tracker v_collector v_etl
    user_id user_ipaddress user_fingerprint domain_userid domain_sessionidx network_userid geo_country geo_region geo_city
    geo_zipcode geo_latitude geo_longitude geo_region_name ip_isp ip_organization ip_domain ip_netspeed page_url page_title
    page_referrer page_urlscheme page_urlhost page_urlport page_urlpath page_urlquery page_urlfragment refr_urlscheme refr_urlhost
    refr_urlport refr_urlpath refr_urlquery refr_urlfragment refr_medium refr_source refr_term mkt_medium mkt_source mkt_term
    mkt_content mkt_campaign contexts se_category se_action se_label se_property se_value unstruct_event tr_orderid tr_affiliation
    tr_total tr_tax tr_shipping tr_city tr_state tr_country ti_orderid ti_sku ti_name ti_category ti_price ti_quantity
    pp_xoffset_min pp_xoffset_max pp_yoffset_min pp_yoffset_max useragent br_name br_family br_version br_type br_renderengine
    br_lang br_features_pdf br_features_flash br_features_java br_features_director br_features_quicktime br_features_realplayer
    br_features_windowsmedia br_features_gears br_features_silverlight br_cookies br_colordepth br_viewwidth br_viewheight os_name
    os_family os_manufacturer os_timezone dvce_type dvce_ismobile dvce_screenwidth dvce_screenheight doc_charset doc_width
    doc_height tr_currency tr_total_base tr_tax_base tr_shipping_base ti_currency ti_price_base base_currency geo_timezone
    mkt_clickid mkt_network etl_tags dvce_sent_tstamp refr_domain_userid refr_device_tstamp derived_contexts domain_sessionid
    derived_tstamp event_vendor event_name event_format event_version event_fingerprint true_tstamp
    """.split()  # noqa: SIM905
)
"""The fields of the enriched stream, in their order."""
PING_MS = 10_000


def bare(head: str) -> bool:
    """Whether a text begins with a row of the enriched stream, which has no header."""
    first = head.partition("\n")[0]
    return first.count("\t") == len(COLUMNS) - 1 and not first.startswith(COLUMNS[0] + "\t")


def known(columns: tuple[str, ...]) -> bool:
    """True for tables of canonical events."""
    return {"collector_tstamp", "event", "event_id", "domain_userid", "v_collector"} <= set(columns)


def _event(text: Texts) -> str:
    """Structured events are called by their action, self-describing ones by their own name."""
    return f"case {text('event')} when 'struct' then {text('se_action')} when 'unstruct' then {text('own_name')} else {text('event')} end"


def _engagement(text: Texts) -> str:
    return f"case when {text('event')} in ('pp', 'page_ping') then {PING_MS} end"


MAPPED = Mapped(
    places={
        "time": ("derived_tstamp", "collector_tstamp"),
        "event": ("event",),
        "se_action": ("se_action",),
        "own_name": ("event_name",),
        "event_id": ("event_id",),
        "visitor": ("domain_userid", "network_userid"),
        "user_id": ("user_id",),
        "session": ("domain_sessionid",),
        "page": ("page_url", "page_urlpath"),
        "referrer": ("page_referrer",),
        "source": ("mkt_source",),
        "medium": ("mkt_medium",),
        "campaign": ("mkt_campaign",),
        "content": ("mkt_content",),
        "click_id": ("mkt_clickid",),
        "device": ("dvce_type",),
        "country": ("geo_country",),
        "platform": ("platform",),
        "amount": ("tr_total", "unstruct_event.data.data.revenue", "se_value"),
        "currency": ("tr_currency", "unstruct_event.data.data.currency"),
        "transaction_id": ("tr_orderid", "unstruct_event.data.data.transaction_id"),
    },
    bags=("unstruct_event.data.data",),
    event=_event,
    engagement=_engagement,
    aliases={"pv": "page_view", "pp": "page_ping", "tr": "transaction"},
    zone="UTC",
)
