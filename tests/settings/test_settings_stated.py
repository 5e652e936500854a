"""What people are asked, and what the tag manager is set to send, as settings say it."""

import pytest
from settings_workspace import SMALLEST, Refused, Workspace

from reportgen.model.settings import AnswerCategory, Stated


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("{rules: contcat}", "stated.rules: there is no conversion `contcat`; did you mean `contact`?"),
        ("{rules: [contact, contact]}", "stated.rules: `contact` is there twice"),
        (
            "{rules: contact, heard: q, convinced: q}",
            "stated.convinced: `q` is also the answer to how they heard of you; name the parameter",
        ),
        ("{rules: contact, heard: []}", "stated.heard: names no parameter"),
        (
            '{rules: contact, categories: {A: "*", B: x}}',
            "stated.categories.B: no answer comes here: `A` takes every one; move `A` to the end",
        ),
        ("{rules: contact, reasons: {A: [x, y], B: X}}", "stated.reasons.B: `x` counts as `A` already; keep one of them"),
        ('{rules: contact, categories: {" ": x}}', "has no name"),
        ("{rules: contact, categories: {A: {channels: Email}}}", "stated.categories.A.answers"),
        ("{rules: contact, categorys: {A: x}}", "stated.categorys: is not a setting; did you mean `categories`?"),
    ],
)
def test_what_nobody_can_be_asked(refused: Refused, stated: str, said: str) -> None:
    assert said in refused(report=SMALLEST["report"] + f"stated: {stated}\n")


def test_a_category_is_a_text_a_list_or_a_record(workspace: Workspace) -> None:
    text = (
        'stated:\n  rules: contact\n  categories:\n    Friend: "*friend*"\n    Web: {answers: [Google, Bing], channels: Organic Search}\n'
    )
    found = workspace.write(report=SMALLEST["report"] + text).load().report.stated
    categories = {
        "Friend": AnswerCategory(answers=("*friend*",)),
        "Web": AnswerCategory(answers=("Google", "Bing"), channels=("Organic Search",)),
    }
    assert found == Stated(rules=("contact",), categories=categories)
    assert (found.heard, found.convinced, found.quotes) == (("stated",), ("convinced",), False)


def test_a_container_is_a_file_of_the_workspace(refused: Refused) -> None:
    said = refused(report=SMALLEST["report"] + "tracking_plan: https://tagmanager.google.com/x.json\n")
    assert "tracking_plan: `https://tagmanager.google.com/x.json` is an address; name files in the workspace" in said
