"""Exports of tag manager containers, in the shape that the tag manager's API documents (resource `accounts.containers.versions`)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.errors import DataError
from reportgen.model.tracking import Container, DefinedEvent, TrackingPlan
from reportgen.readers import tracking_plan
from reportgen.readers.gtm import MOST_BYTES

Item = dict[str, Any]
Read = Callable[..., TrackingPlan]


def text(key: str, value: str) -> Item:
    return {"type": "TEMPLATE", "key": key, "value": value}


def tag(name: str, event: str | None = None, *, kind: str = "gaawe", fires: tuple[str, ...] = ("1",), **more: object) -> Item:
    parameter = [text("eventName", event)] if event else []
    return {"name": name, "type": kind, "parameter": parameter, "firingTriggerId": list(fires), **more}


def fired_by(number: str, kind: str, value: str) -> Item:
    test = {"type": kind, "parameter": [text("arg0", "{{_event}}"), text("arg1", value)]}
    return {"triggerId": number, "name": f"on {value}", "type": "CUSTOM_EVENT", "customEventFilter": [test]}


def constant(name: str, value: str) -> Item:
    return {"name": name, "type": "c", "parameter": [text("value", value)]}


def lookup(name: str, *values: str, default: str | None = None) -> Item:
    rows = [{"type": "MAP", "map": [text("key", f"k{value}"), text("value", value)]} for value in values]
    more = [{"type": "BOOLEAN", "key": "setDefaultValue", "value": "true"}, text("defaultValue", default)] if default else []
    return {"name": name, "type": "smm", "parameter": [text("input", "{{Page Path}}"), {"type": "LIST", "key": "map", "list": rows}, *more]}


def container(*tags: Item, triggers: tuple[Item, ...] = (), variables: tuple[Item, ...] = (), **more: object) -> Item:
    about = {"name": "www.firm.example", "publicId": "GTM-ABC1234", "usageContext": ["WEB"]}
    version = {
        "container": about,
        "tag": list(tags),
        "trigger": list(triggers),
        "variable": list(variables),
        "folder": [{"name": "GA4"}],
        **more,
    }
    return {"exportFormatVersion": 2, "exportTime": "2026-10-01 10:00:00", "containerVersion": version}


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The plan of containers, each in a file of its own; bytes stand as they are."""

    def one(*contents: Item | bytes) -> TrackingPlan:
        for number, content in enumerate(contents):
            (tmp_path / f"gtm{number}.json").write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        found = tracking_plan(tmp_path, ["*.json"])
        assert found is not None
        return found

    return one


def names(plan: TrackingPlan) -> list[str]:
    return [event.name for event in plan.events]


def test_events_with_their_tags_and_whether_they_can_fire(read: Read) -> None:
    needed = {"consentStatus": "NEEDED", "consentType": {"type": "LIST", "list": [text("", "analytics_storage")]}}
    plan = read(
        container(
            tag("lead form", "generate_lead"),
            tag("lead phone", "generate_lead", paused=True),
            tag("print", "print_page", paused=True),
            tag("old", "never_fired", fires=()),
            tag("after", "after_lead", fires=()),
            tag("trial", "start_trial", consentSettings=needed, setupTag=[{"tagName": "after", "stopOnSetupFailure": False}]),
            tag("pixel", kind="html"),
        )
    )
    assert plan.containers == (Container("www.firm.example", "GTM-ABC1234", "gtm0.json", 7, 6),)
    assert plan.events == (
        DefinedEvent("after_lead", ("after",), live=True, consent=False),
        DefinedEvent("generate_lead", ("lead form", "lead phone"), live=True, consent=False),
        DefinedEvent("never_fired", ("old",), live=False, consent=False),
        DefinedEvent("print_page", ("print",), live=False, consent=False),
        DefinedEvent("start_trial", ("trial",), live=True, consent=True),
    )


@pytest.mark.parametrize(
    ("event", "found"),
    [
        ("{{Const}}", ["sign_up"]),
        ("{{Nested}}", ["x_sign_up"]),
        ("{{Lookup}}", ["a", "b", "sign_up"]),
        ("video_{{Video Percent}}", ["video_*"]),
        ("{{Path}}{{Video Percent}}", ["*"]),
        ("{{Circle}}", ["*"]),
        ("{{Unknown}}", ["*"]),
        (None, ["*"]),
    ],
)
def test_names_made_of_variables(read: Read, event: str | None, found: list[str]) -> None:
    """Constants and lookup tables are known; what only the site knows is `*`, also where a variable means itself."""
    variables = (
        constant("Const", "sign_up"),
        constant("Nested", "x_{{Const}}"),
        lookup("Lookup", "a", "b", default="{{Const}}"),
        constant("Circle", "{{Circle}}"),
        {"name": "Path", "type": "v", "parameter": [text("name", "page.path")]},
    )
    assert names(read(container(tag("t", event), variables=variables))) == found


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("EQUALS", "chat_message", ["chat_message"]),
        ("MATCH_REGEX", "^(add_to_cart|purchase)$", ["add_to_cart", "purchase"]),
        ("MATCH_REGEX", "^cart$|checkout", ["cart", "checkout"]),
        ("MATCH_REGEX", "form_.+", ["*"]),
        ("STARTS_WITH", "form_", ["form_*"]),
        ("ENDS_WITH", "_done", ["*_done"]),
        ("CONTAINS", "video", ["*video*"]),
        ("CSS_SELECTOR", ".x", ["*"]),
    ],
)
def test_the_sites_own_event_is_known_by_the_trigger(read: Read, kind: str, value: str, found: list[str]) -> None:
    own = {"name": "DLV event", "type": "v", "parameter": [text("name", "event")]}
    made = container(tag("t", "{{Event}}"), tag("u", "{{DLV event}}"), triggers=(fired_by("1", kind, value),), variables=(own,))
    plan = read(made)
    assert names(plan) == found
    assert {event.tags for event in plan.events} == {("t", "u")}


def test_a_trigger_on_every_other_event_names_none(read: Read) -> None:
    trigger = fired_by("1", "EQUALS", "gtm.js")
    trigger["customEventFilter"][0]["parameter"].append({"type": "BOOLEAN", "key": "negate", "value": "true"})
    assert names(read(container(tag("t", "{{Event}}"), triggers=(trigger,)))) == ["*"]


def test_older_tags_and_tags_of_code(read: Read) -> None:
    """GA4's configuration and the Google tag send page views unless told not to; Universal Analytics names the action."""
    off = {
        "type": "LIST",
        "key": "configSettingsTable",
        "list": [{"type": "MAP", "map": [text("parameter", "send_page_view"), text("parameterValue", "false")]}],
    }
    script = "<script>gtag('event', 'callback_asked', {}); gtag( \"event\",\"faq\")</script>"
    found = read(
        container(
            tag("config", kind="gaawc"),
            tag("silent", kind="googtag") | {"parameter": [off]},
            tag("ua", kind="ua") | {"parameter": [text("trackType", "TRACK_EVENT"), text("eventAction", "download")]},
            tag("ua view", kind="ua") | {"parameter": [text("trackType", "TRACK_PAGEVIEW")]},
            tag("code", kind="html") | {"parameter": [text("html", script)]},
            tag("ads", kind="awct"),
        )
    )
    assert names(found) == ["callback_asked", "download", "faq", "page_view"]
    assert found.containers[0].sending == 3


def test_several_containers_are_one_plan_and_a_version_of_the_api_is_one(read: Read) -> None:
    one, two = container(tag("a", "lead")), container(tag("b", "lead"), tag("c", "call"))
    plan = read(one, b"\xef\xbb\xbf" + json.dumps(two["containerVersion"]).encode())
    assert [(event.name, event.tags) for event in plan.events] == [("call", ("c",)), ("lead", ("a", "b"))]
    assert [each.file for each in plan.containers] == ["gtm0.json", "gtm1.json"]


def test_a_container_without_tags_defines_nothing(read: Read) -> None:
    bare = container()
    del bare["containerVersion"]["tag"]
    assert (read(bare).events, read(bare).containers[0].tags) == ((), 0)


def test_tags_of_any_shape_do_no_harm(read: Read) -> None:
    odd = [{}, {"type": "gaawe", "parameter": "x", "name": 7}, {"type": "gaawe", "parameter": [3, {"key": "eventName", "value": {"a": 1}}]}]
    odd += [{"type": "googtag", "parameter": [{"key": "configSettingsTable", "list": [4, {"map": "x"}]}], "setupTag": "y"}]
    many = container(tag("t", "{{A}}{{A}}{{A}}{{A}}"), variables=(lookup("A", *map(str, range(20))),))
    assert names(read(container(*odd))) == ["*", "page_view"]
    assert names(read(many)) == ["*"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"exportFormatVersion": 2,\n "containerVersion": {"tag": [}', "gtm0.json:2:"),
        (b"event,rows\nlead,3\n", "gtm0.json:1:1: this is not JSON"),
        (b"\xff\xfe\x00{", "the text is not UTF-8"),
        (b"[" * 200_000, "gtm0.json"),
        (b'{"type": "FeatureCollection"}', "this JSON is no container of Google Tag Manager"),
        (b"[1]", "this JSON is no container of Google Tag Manager"),
        (b'{"containerVersion": {"tag": {"a": 1}}}', "containerVersion.tag: is no list of records"),
        (b'{"containerVersion": {"trigger": ["x"]}}', "containerVersion.trigger: is no list of records"),
        (b'{"containerVersion": 4}', "this JSON is no container"),
        (b" " * (MOST_BYTES + 1), "the file has 30 MB"),
    ],
    ids=["cut", "csv", "binary", "deep", "geojson", "list", "tags", "triggers", "number", "huge"],
)
def test_what_is_no_container_is_refused_by_name(read: Read, content: bytes, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(content)
    assert said in str(caught.value)
    assert "export the container again" in str(caught.value) or "name the container" in str(caught.value)
    assert caught.value.exit_code == 4


def test_a_pattern_without_a_file_names_the_setting(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"config/report.yaml: tracking_plan: nothing matches 'data/gtm/\*.json'"):
        tracking_plan(tmp_path, ["data/gtm/*.json"])
    assert tracking_plan(tmp_path, []) is None
