"""Event parameters: those every event carries, and their nesting in four typed slots."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from reportgen.demo import channels, firm, site
from reportgen.demo.clock import Ints
from reportgen.demo.columns import coded
from reportgen.demo.events import VIEWED, Events, Param, Texts
from reportgen.demo.recorded import Recorded
from reportgen.demo.traffic import CAMPAIGNS, SOURCES, session_ids

SCREENS = ("Board", "Timeline", "Invoices", "Settings")


def session_params(facts: Recorded, events: Events, month: date) -> list[Param]:
    """The parameters that every event of a session or page carries."""
    visitor, session = facts.seen.visitor[events.view], facts.seen.session[events.view]
    app, known = facts.people.app[visitor], facts.people.consent[visitor]
    landed = (events.order <= VIEWED) & (facts.seen.step[events.view] == 0)
    engaged = facts.engaged[session] & ~landed
    page = facts.seen.page[events.view]
    web, in_app, with_id = np.flatnonzero(~app), np.flatnonzero(app), np.flatnonzero(known)
    location, referrer = facts.location.take(events.view), facts.referrer.take(events.view)
    referred = np.flatnonzero(~app & (np.array([bool(value) for value in referrer.values])[referrer.codes]))
    flags = engaged.astype(np.int64)[with_id]
    params = [
        Param("ga_session_id", with_id, session_ids(facts.visits)[session[with_id]]),
        Param("ga_session_number", with_id, facts.visits.number[session[with_id]]),
        Param("page_location", web, location.take(web)),
        Param("page_title", web, Texts(page[web], [one.title for one in site.PAGES])),
        Param("page_referrer", referred, referrer.take(referred)),
        Param("firebase_screen", in_app, Texts(page[in_app] % len(SCREENS), SCREENS)),
        Param("session_engaged", with_id, flags if month < firm.COLLECTED_SINCE else Texts(flags, ("0", "1"))),
        Param("engaged_session_event", np.flatnonzero(engaged & known), np.ones(int((engaged & known).sum()), dtype=np.int64)),
    ]
    return [*params, *_source_params(facts, np.flatnonzero(landed & ~app & known), session)]


def _source_params(facts: Recorded, landed: Ints, session: Ints) -> list[Param]:
    """Source, medium, campaign and click on the events that open a session that did not come directly."""
    came = facts.came
    source = came.source[session]
    direct = np.array([one.source == "(direct)" for one in SOURCES])[source]
    named = landed[~direct[landed] & (came.tagged | (came.click == 0))[session[landed]]]
    tagged = landed[came.tagged[session[landed]]]
    clicked = landed[came.click[session[landed]] > 0]
    clicks = [came.click_id(one) or "" for one in session[clicked].tolist()]
    return [
        Param("source", named, Texts(source[named], [one.source for one in SOURCES])),
        Param("medium", named, Texts(source[named], [one.medium for one in SOURCES])),
        Param("campaign", tagged, Texts(came.campaign[session[tagged]], CAMPAIGNS)),
        Param("content", tagged, Texts(came.content[session[tagged]], channels.CONTENTS)),
        Param("gclid", clicked, Texts(np.arange(len(clicked)), clicks)),
    ]


def nested(events: Events, params: Sequence[Param]) -> pa.ListArray:
    """Parameters as GA4 nests them: per event a list of a key and four value slots, one of them filled."""
    params = [param for param in params if len(param.rows)]
    row = np.concatenate([param.rows for param in params])
    order = np.argsort(row, kind="stable")
    size = len(row)
    key = np.repeat(np.arange(len(params)), [len(param.rows) for param in params])
    text, whole, double = np.full(size, -1), np.zeros(size, dtype=np.int64), np.zeros(size)
    slot = np.zeros(size, dtype=np.int64)
    values: list[str] = []
    begin = 0
    for param in params:
        here = slice(begin, begin + len(param.rows))
        begin = here.stop
        if isinstance(param.values, Texts):
            used, index = np.unique(param.values.codes, return_inverse=True)
            text[here] = len(values) + index
            values += [param.values.values[code] for code in used.tolist()]
        elif param.values.dtype.kind == "f":
            double[here], slot[here] = param.values, 2
        else:
            whole[here], slot[here] = param.values, 1
    value = pa.StructArray.from_arrays(
        [
            coded(text[order], values),
            pa.array(whole[order], mask=slot[order] != 1),
            pa.nulls(size, pa.float64()),
            pa.array(double[order], mask=slot[order] != 2),
        ],
        names=["string_value", "int_value", "float_value", "double_value"],
    )
    entries = pa.StructArray.from_arrays([coded(key[order], [param.key for param in params]), value], names=["key", "value"])
    offsets = np.r_[0, np.cumsum(np.bincount(row, minlength=len(events)))].astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), entries)
