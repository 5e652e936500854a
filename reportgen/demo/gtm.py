"""The firm's tracking plan: the export of its Google Tag Manager container, with one tag that never fires and one that is paused."""

import json
from collections.abc import Sequence
from typing import TypeAlias

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"

FILE = "data/gtm/GTM-NORTHLT_v12.json"
NEVER_SEEN = "quote_calculator"
"""Defined and never sent: the page that it belongs to was taken down."""
PAUSED = "print_page"
UNDEFINED = "chat_open"
"""Sent by the chat's own code, not by a tag."""
BY_NAME = ("webinar_registration", "chat_message")
"""Events of the site that one tag passes on under their own names."""
OWN = ("generate_lead", "sign_up", "select_content", "start_trial", "view_item", NEVER_SEEN)


def container() -> bytes:
    """The container's export as Google Tag Manager writes it."""
    tags = [_tag(3, "Google tag", "googtag", [_text("tagId", "{{Measurement ID}}")], ["2147479553"])]
    tags += [_event(number, name, name, [str(number)]) for number, name in enumerate(OWN, start=10)]
    tags.append(_event(20, "chat and webinar", "{{Event}}", ["20"]))
    tags.append(_event(21, "print", "{{Print event}}", ["21"]) | {"paused": True})
    triggers = [_trigger(number, name, "EQUALS", name) for number, name in enumerate(OWN, start=10)]
    triggers.append(_trigger(20, "chat or webinar", "MATCH_REGEX", f"^({'|'.join(BY_NAME)})$"))
    triggers.append(_trigger(21, "print", "EQUALS", "print"))
    variables: list[Json] = [_variable(1, "Measurement ID", "G-N0RTHL1GHT"), _variable(2, "Print event", PAUSED)]
    about: dict[str, Json] = {"name": "www.northlight.example", "publicId": "GTM-NORTHLT", "usageContext": ["WEB"]}
    version: dict[str, Json] = {
        "path": "accounts/1/containers/2/versions/12",
        "accountId": "1",
        "containerId": "2",
        "containerVersionId": "12",
    }
    version |= {"container": about, "tag": [*tags], "trigger": [*triggers], "variable": variables}
    version |= {"builtInVariable": [{"type": "EVENT", "name": "Event"}]}
    whole = {"exportFormatVersion": 2, "exportTime": "2026-10-30 09:12:44", "containerVersion": version}
    return (json.dumps(whole, indent=2) + "\n").encode()


def _text(key: str, value: str) -> Json:
    return {"type": "TEMPLATE", "key": key, "value": value}


def _tag(number: int, name: str, kind: str, parameters: Sequence[Json], triggers: Sequence[str]) -> dict[str, Json]:
    tag: dict[str, Json] = {"accountId": "1", "containerId": "2", "tagId": str(number), "name": name, "type": kind}
    tag |= {"parameter": [*parameters], "firingTriggerId": [*triggers], "tagFiringOption": "ONCE_PER_EVENT"}
    return tag | {"consentSettings": {"consentStatus": "NOT_SET"}}


def _event(number: int, name: str, event: str, triggers: Sequence[str]) -> dict[str, Json]:
    return _tag(
        number, f"GA4 - {name}", "gaawe", [_text("eventName", event), _text("measurementIdOverride", "{{Measurement ID}}")], triggers
    )


def _trigger(number: int, name: str, kind: str, value: str) -> dict[str, Json]:
    test: dict[str, Json] = {"type": kind, "parameter": [_text("arg0", "{{_event}}"), _text("arg1", value)]}
    return {
        "accountId": "1",
        "containerId": "2",
        "triggerId": str(number),
        "name": name,
        "type": "CUSTOM_EVENT",
        "customEventFilter": [test],
    }


def _variable(number: int, name: str, value: str) -> Json:
    return {
        "accountId": "1",
        "containerId": "2",
        "variableId": str(number),
        "name": name,
        "type": "c",
        "parameter": [_text("value", value)],
    }
