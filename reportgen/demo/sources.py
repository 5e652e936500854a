"""Where a session came from, in the three records that GA4 has had for it."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from reportgen.demo import channels
from reportgen.demo.clock import Flags, Ints
from reportgen.demo.columns import Columns, records
from reportgen.demo.events import VIEWED, Events
from reportgen.demo.recorded import Recorded
from reportgen.demo.traffic import CAMPAIGNS, SOURCES, Arrivals

COLLECTED = ("manual_source", "manual_medium", "manual_campaign_name", "manual_content", "gclid")


def _names(source: int, campaign: int) -> tuple[str, str, str]:
    """Source, medium and the campaign name GA4 shows for a visitor's first source."""
    one = SOURCES[source]
    fallback = {"organic": "(organic)", "referral": "(referral)", "(none)": "(direct)"}.get(one.medium, "(not set)")
    return one.source, one.medium, CAMPAIGNS[campaign] or fallback


def first_source(facts: Recorded, visitor: Ints) -> pa.DictionaryArray:
    """`traffic_source`: how the visitor first came, whatever the session."""
    opening = np.flatnonzero(facts.visits.number == 1)[visitor]
    pairs = facts.came.source[opening] * len(CAMPAIGNS) + facts.came.campaign[opening]
    values = [
        dict(zip(("source", "medium", "name"), _names(source, campaign), strict=True))
        for source in range(len(SOURCES))
        for campaign in range(len(CAMPAIGNS))
    ]
    return records(pairs, values)


def batches(facts: Recorded, events: Events, session: Ints) -> Columns:
    """`collected_traffic_source` on the events that open a session, and the order of events that share a timestamp."""
    kind = pa.struct(
        [(name, pa.string()) for name in ("manual_source", "manual_medium", "manual_campaign_name", "manual_content", "gclid")]
    )
    opening = (events.order <= VIEWED) & (facts.seen.step[events.view] == 0)
    collects = opening & (np.array([one.source != "(direct)" for one in SOURCES])[facts.came.source[session]])
    collects &= ~facts.people.app[facts.seen.visitor[events.view]]
    used, index = np.unique(session[collects], return_inverse=True)
    codes = np.full(len(events), -1)
    codes[collects] = index
    batched = events.order <= VIEWED
    return {
        "collected_traffic_source": records(codes, [_collected(facts.came, one) for one in used.tolist()], kind),
        "batch_event_index": pa.array(np.where(batched, events.order, 1)),
        "batch_ordering_id": pa.array(np.where(batched, 1, events.order)),
        "batch_page_id": pa.array(facts.seen.time[events.view] // 1000),
    }


def _collected(came: Arrivals, session: int) -> Mapping[str, str | None]:
    """What a landing address tells: tags, the click id, else the referrer."""
    source = SOURCES[came.source[session]]
    click = came.click_id(session)
    if came.tagged[session]:
        return {
            "manual_source": source.source,
            "manual_medium": source.medium,
            "manual_campaign_name": CAMPAIGNS[came.campaign[session]],
            "manual_content": channels.CONTENTS[came.content[session]],
            "gclid": click,
        }
    if click:
        return {"gclid": click}
    return {"manual_source": source.source, "manual_medium": source.medium, "manual_campaign_name": f"({source.medium})"}


def last_click(facts: Recorded, session: Ints, known: Flags) -> pa.DictionaryArray:
    """`session_traffic_source_last_click` on every event of a session: manual tags, Google Ads and the joint view."""
    came = facts.came
    codes = (came.source * len(CAMPAIGNS) + came.campaign) * 2 + came.tagged
    used, index = np.unique(codes[session], return_inverse=True)
    return records(np.where(known, index, -1), [_clicked(int(code)) for code in used])


def _clicked(code: int) -> Mapping[str, Mapping[str, str | None] | None]:
    source, campaign, tagged = code // 2 // len(CAMPAIGNS), code // 2 % len(CAMPAIGNS), code % 2
    name, medium, label = _names(source, campaign)
    shown = {"campaign_name": label, "source": name, "medium": medium}
    ads = name == "google" and medium == "cpc"
    return {
        "manual_campaign": shown if tagged or not ads else {"campaign_name": "(not set)", "source": "(not set)", "medium": "(not set)"},
        "google_ads_campaign": {"customer_id": "880-154-2231", "campaign_name": label} if ads else None,
        "cross_channel_campaign": shown,
    }
