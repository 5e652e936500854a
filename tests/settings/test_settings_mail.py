"""What a mail cannot be made of is refused where it stands in the settings."""

from collections.abc import Mapping

import pytest
from settings_workspace import SMALLEST, Refused, Workspace

MAIL = {"from": "reports@firm.example", "to": "[owner@client.example]", "allowed_domains": "client.example", "host": "smtp.firm.example"}


def report(changed: Mapping[str, str]) -> str:
    options = "".join(f"    {name}: {value}\n" for name, value in {**MAIL, **changed}.items())
    return SMALLEST["report"] + "delivery:\n  mail:\n" + options


@pytest.mark.parametrize("letter", [r"\n", r"\r\nBcc: all@firm.example", r"\0", r"\t", r"\x0b", r"\x85", r"\u2028", r"\x7f"])
@pytest.mark.parametrize("option", ["name", "subject", "footer", "reply_to", "from"])
def test_a_line_break_in_what_becomes_a_header_is_refused_at_its_line(refused: Refused, option: str, letter: str) -> None:
    text = report({option: f'"reports@firm.example{letter}"'})
    line = next(n for n, each in enumerate(text.splitlines(), start=1) if each.startswith(f"    {option}: "))
    [problem] = refused(report=text).splitlines()
    assert problem.startswith(f"config/report.yaml:{line}:")
    assert f"delivery.mail.{option}: " in problem
    assert "write it in one line" in problem or "no mail address" in problem


def test_a_name_of_two_lines_is_refused_where_it_stands(refused: Refused) -> None:
    text = SMALLEST["report"].replace("name: Northlight", r'name: "Firm\nBcc: all@firm.example"')
    assert "site.name: holds a line break or another control character; write it in one line" in refused(report=text)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("to", "[owner@elsewhere.example]", "delivery.mail.to.0: is at none of the `allowed_domains`"),
        ("to", "[owner@client.example, owner@mail.client.example]", "delivery.mail.to.1: is at none of the `allowed_domains`"),
        ("to", "[owner@client.example, OWNER@client.example]", "delivery.mail.to.1: stands there twice"),
        ("to", "[Owner <owner@client.example>]", "delivery.mail.to.0: is no mail address"),
        ("to", '["owner@client.example, eve@elsewhere.example"]', "delivery.mail.to.0: is no mail address"),
        ("to", "[zoë@client.example]", "delivery.mail.to.0: is no mail address"),
        ("from", "reports", "delivery.mail.from: is no mail address"),
        ("allowed_domains", "[client.example, '*.example']", "delivery.mail.allowed_domains.1: `*.example` is no domain"),
        ("allowed_domains", "[client.example, '@x.example']", "delivery.mail.allowed_domains.1: `@x.example` is no domain"),
        ("host", "smtp.firm.example:587", "delivery.mail.host: `smtp.firm.example:587` is no server's name; write the name alone"),
        ("port", "465", "delivery.mail.port: 465 is protected from the first byte on; write `security: tls` as well"),
    ],
)
def test_what_no_mail_can_go_to_is_refused_and_no_address_is_told(refused: Refused, option: str, value: str, said: str) -> None:
    problems = refused(report=report({option: value}))
    assert said in problems
    assert not any(address in problems for address in ("owner@", "eve@", "zoë@"))


def test_what_is_right_is_taken(workspace: Workspace) -> None:
    changed = {"to": "[owner@bücher.example, ben@CLIENT.example]", "allowed_domains": "[xn--bcher-kva.example, client.example]"}
    mail = workspace.write(report=report({**changed, "host": '"::1"', "port": "25", "footer": "Ask\u00a0Anna"})).load().report.delivery.mail
    assert mail is not None
    assert (mail.to[0], mail.footer) == ("owner@bücher.example", "Ask\u00a0Anna")


def test_no_pdf_goes_along_where_none_is_made(refused: Refused, workspace: Workspace) -> None:
    none = report({}).replace("delivery:", "pdf: none\ndelivery:")
    assert "delivery.mail.attach: there is no PDF to go along with `pdf: none`; write `attach: false`" in refused(report=none)
    alone = workspace.write(report=report({"attach": "false"}).replace("delivery:", "pdf: none\ndelivery:")).load().report
    assert (alone.pdf.value, alone.delivery.mail and alone.delivery.mail.attach) == ("none", False)
