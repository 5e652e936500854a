"""The columns of the kept tables and of the tables one build works on.

Types are the engine's names (`string`, `int64`, `boolean`). Times are UTC microseconds since 1970; `day` is the
site-local day as a number (`periods.day_number`); money is signed integer micro-units of its currency.
`visitor` is `identity space + ":" + id`, null where a row names nobody; in a build's own tables a number stands for it.
Raise `TABLE_SCHEMA` when a kept table's columns or their meaning change.
"""

PARQUET = b"PAR1"
"""A Parquet file begins and ends with it."""
TABLE_SCHEMA = 5
COUNTS_SCHEMA = 1
"""Of the kept counts of a period: raise it when what a count means changes without its code changing."""
REPORT_SCHEMA = 3
MANIFEST_SCHEMA = 2
LEDGER_SCHEMA = 1
"""Of the ledger of sending."""
COVER_SCHEMA = 1
"""Of what an agency's page keeps beside it."""

EVENTS = {
    "input": "string",
    "event_id": "string",
    "event_time": "int64",
    "seq": "int64",
    "visitor": "string",
    "user_id": "string",
    "click_id": "string",
    "session_id": "string",
    "event_name": "string",
    "page": "string",
    "source": "string",
    "medium": "string",
    "campaign": "string",
    "content": "string",
    "channel": "string",
    "first_source": "string",
    "first_medium": "string",
    "first_campaign": "string",
    "device": "string",
    "country": "string",
    "platform": "string",
    "amount": "int64",
    "currency": "string",
    "transaction_id": "string",
    "engagement_ms": "int64",
    "engaged": "boolean",
    "row_hash": "int64",
}
"""What a reader delivers, plus `row`, its number, and one string column `param:NAME` for each wanted parameter. Never stored.
`row_hash` is of the whole row, the same in every format; where there is an event id, the bits above the lowest `OWN_BITS` are of that
alone."""
OWN_BITS = 8
"""So many bits of a hash tell apart rows of one event id. What is above them says which rows are alike in all of history: of 40 million
conversions, 47 bits made three alike that were not."""

# --- kept, one part per input file (activity.parts) ---------------------------------------------------------------

SESSION_PARTS = {
    "visitor": "string",
    "session": "string",
    "own_session": "boolean",
    "day": "int64",
    "start": "int64",
    "end": "int64",
    "source": "string",
    "medium": "string",
    "campaign": "string",
    "content": "string",
    "channel": "string",
    "device": "string",
    "country": "string",
    "platform": "string",
    "landing_page": "string",
    "exit_page": "string",
    "page_views": "int64",
    "events": "int64",
    "engagement_ms": "int64",
    "engaged": "boolean",
    "bot": "string",
    "checksum": "int64",
}
"""A row a session and site day. `session` is the tool's own id, or `~START` where gaps of 30 minutes cut it
(`own_session` false: the view joins such pieces over file edges). `channel` only where the export names it; `engaged` is
null where it does not say. `checksum` is the first event's time and ten bits of its row hash: equal where two files begin the
session-day with the same event."""

PAGE_PARTS = {
    "visitor": "string",
    "session": "string",
    "day": "int64",
    "page": "string",
    "views": "int64",
    "engagement_ms": "int64",
    "first_time": "int64",
    "last_time": "int64",
}
"""A row a session, site day and page."""

CONVERSION_PARTS = {
    "visitor": "string",
    "user_id": "string",
    "click_id": "string",
    "session": "string",
    "day": "int64",
    "time": "int64",
    "seq": "int64",
    "event_name": "string",
    "row_hash": "int64",
    "rule": "string",
    "view": "int64",
    "page": "string",
    "platform": "string",
    "by_1": "string",
    "by_2": "string",
    "by_3": "string",
    "heard": "string",
    "convinced": "string",
    "quote": "string",
    "amount": "int64",
    "currency": "string",
    "transaction_id": "string",
    "offline": "boolean",
}
"""A row for each event that matches a rule, before counting, `only_after` and repeats across files. `heard` and `convinced` are categories
of what people said (null: no answer, or not asked at this rule), never their words; `quote` are words to show, where the settings want
quotes."""

IDENTITY_PARTS = {"kind": "string", "key": "string", "visitor": "string", "time": "int64"}
"""`kind` is user_id or click_id: which visitor first carried it."""

PROFILE_PARTS = {
    "day": "int64",
    "hour": "int64",
    "event_name": "string",
    "rows": "int64",
    "repeats": "int64",
    "no_visitor": "int64",
    "no_session": "int64",
    "no_source": "int64",
    "no_page": "int64",
}
"""A row an input file, site day, hour and event name, of accepted rows (repeats counted, then removed from the rest)."""

COUNTER_PARTS = {
    "day": "int64",
    "source": "string",
    "platform": "string",
    "metric": "string",
    "kind": "string",
    "dimension": "string",
    "currency": "string",
    "value": "int64",
}
"""A row a day, counter and value of its dimension (null without one), of an input without people. `source` is the input; `kind` is flow
or stock; `value` in micro-units, of money in `currency` (null for the report's, and for what is no money). The flow
of a week or month is spread evenly over its days, a stock stands on its last day."""

COST_PARTS = {
    "day": "int64",
    "source": "string",
    "channel": "string",
    "campaign": "string",
    "amount": "int64",
    "currency": "string",
}
"""A row a day, channel, campaign and currency: what was spent, in micro-units; a row for several days is spread evenly over them."""

# --- one build's tables (activity.view), history up to `as_of` -----------------------------------------------------

SESSIONS = {
    "visitor": "int64",
    "session": "string",
    "day": "int64",
    "begins": "int64",
    "start": "int64",
    "end": "int64",
    "visit_number": "int64",
    "channel": "string",
    "source": "string",
    "medium": "string",
    "campaign": "string",
    "content": "string",
    "tactic": "string",
    "initiative": "string",
    "device": "string",
    "country": "string",
    "platform": "string",
    "landing_page": "string",
    "exit_page": "string",
    "page_views": "int64",
    "events": "int64",
    "engagement_ms": "int64",
    "engaged": "boolean",
    "bot": "string",
}
"""A row a session and site day, repeats and file edges resolved. Dimension columns and `landing_page` are those of the
session's first row and equal on all its rows, `engaged` is the whole session's; null dimensions read `(none)`. `visitor` null: no id,
beside people. `begins` is 1 on a session's first day and 0 on later ones; without a visitor 1, because such ids need not differ.
With `bots: exclude` rows with a `bot` reason are left out (their totals are in the profile)."""

PAGES = {
    "visitor": "int64",
    "session": "string",
    "day": "int64",
    "page": "string",
    "views": "int64",
    "engagement_ms": "int64",
    "first_time": "int64",
    "last_time": "int64",
    "is_landing": "boolean",
    "is_exit": "boolean",
}
"""A row a session, site day and page."""

CONVERSIONS = {
    "visitor": "int64",
    "session": "string",
    "day": "int64",
    "time": "int64",
    "rule": "string",
    "view": "int64",
    "page": "string",
    "platform": "string",
    "by_1": "string",
    "by_2": "string",
    "by_3": "string",
    "heard": "string",
    "convinced": "string",
    "quote": "string",
    "amount": "int64",
    "transaction_id": "string",
    "offline": "boolean",
}
"""A row for each conversion as its rule counts it. `amount` is in the report's currency (the rule's fixed value, else
the event's own converted amount; null where neither says). `session` null for offline facts. `view` is the number of the page view that
it stands on, from 0 and within what one file has of the session; null before the first."""

COUNTERS = {name: kind for name, kind in COUNTER_PARTS.items() if name != "currency"}
"""The rows of all files, each counter, day and dimension once: the file whose name comes last counts. Money is in the report's
currency."""

COSTS = {"day": "int64", "source": "string", "channel": "string", "campaign": "string", "amount": "int64"}
"""The rows of all files, each day, channel and campaign of an input once, as counters; `amount` in the report's currency."""
