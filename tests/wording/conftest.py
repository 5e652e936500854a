"""Two firms: a healthy one whose report has everything, and a tiny one with three conversions in an empty month."""

import pytest
from wording_fixture import healthy_findings, healthy_settings, tiny_findings, tiny_settings

from reportgen.model.findings import Findings
from reportgen.model.settings import Settings


@pytest.fixture
def healthy() -> Findings:
    return healthy_findings()


@pytest.fixture
def settings() -> Settings:
    return healthy_settings()


@pytest.fixture
def tiny() -> Findings:
    return tiny_findings()


@pytest.fixture
def small_settings() -> Settings:
    return tiny_settings()
