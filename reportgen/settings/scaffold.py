"""A new workspace's files: settings to fill in, their schemas, and the workflows. Never over what exists."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from reportgen.errors import OutputError, UsageError
from reportgen.settings import schema
from reportgen.settings.scaffold_inputs import NewInput, inputs_text
from reportgen.settings.workflows import workflows
from reportgen.settings.yaml_text import text

REPORT = """\
# yaml-language-server: $schema=./report.schema.json
#
# What is reported, and from which exports. Every option: docs/settings.md.

site:
  name: {name}
  zone: {zone}              # decides where a day and a month begin, such as Europe/Berlin
  # url: https://www.example.com
  # domains: [example.com]     # your own hosts: never a referral

# business_type: lead          # lead | purchase | both
# currency: EUR
# locale: en_GB

inputs:
{inputs}

# page_groups: {{blog: [/blog/*], pricing: /pricing}}

# Metrics of your own, each a formula over others; goals can use them. With costs and values in your data, begin with these:
# metrics:
#   cost_per_lead: {{label: Cost per lead, formula: cost / conversions(lead)}}       # a conversion's key stands in ( )
#   value_per_visitor: {{label: Value per visitor, formula: value(sale) / visitors}}
#   return_on_spend: {{label: Return on what is spent, formula: value(sale) / cost}}
"""

GOALS = """\
# yaml-language-server: $schema=./goals.schema.json
#
# SMART goals: Strategic, Measurable, Attainable, Relevant, Time-based, and owned. Set some on macros and some on micros.

goals:
  # organic_blog:
  #   label: Organic blog traffic
  #   owner: Megan
  #   strategy: Be found by people who need what we do                        # S
  #   metric: {sessions: {channel: Organic Search, landing_page: /blog/*}}    # M
  #   target: +15%
  #   baseline: same_period_last_year                                         # A
  #   relevant: Readers of the blog are the ones who later ask for a quote    # R; or `supports:` with a macro's key
  #   from: 2026-01-01                                                        # T
  #   by: 2026-12-31
"""

NOTES = """\
# yaml-language-server: $schema=./notes.schema.json
#
# What happened when: shown on the charts.

notes:
  # - {date: 2026-03-04, text: "New home page", page: /}
"""

IGNORED = """\
# Made anew by every build. In GitHub Actions the site is kept on the branch reportgen-archive, never on this one.
/site/
/outbox/
/.reportgen/
"""


def scaffold(
    folder: Path,
    conversions: str,
    *,
    inputs: Sequence[NewInput] = (NewInput("web", ("data/*",)),),
    left_out: Sequence[str] = (),
    name: str = "My site",
    zone: str = "UTC",
) -> tuple[Path, ...]:
    """Write a workspace's `config/` with these conversions (see `propose`) and exports; gives the files written.

    `left_out` are exports that were not understood, each with what is wrong with it: comments under the inputs.
    Raises UsageError naming what is already there,
    before anything is written, and OutputError where the folder cannot be written.
    """
    contents = {
        "config/report.yaml": REPORT.format(name=text(name), zone=zone, inputs=inputs_text(inputs, left_out)),
        "config/conversions.yaml": conversions,
        "config/goals.yaml": GOALS,
        "config/notes.yaml": NOTES,
        **workflows(f"{folder.resolve().name}: {name}", zone),
    }
    there = [path for path in contents if (folder / path).exists()]
    if there:
        raise UsageError(f"{folder}: {', '.join(there)} {'is' if len(there) == 1 else 'are'} already there; init writes over nothing")
    contents.update({f"config/{file}": schema.text_of(each) for file, each in schema.schemas().items()})
    if not (folder / ".gitignore").exists():
        contents[".gitignore"] = IGNORED
    return tuple(_write(folder / path, content) for path, content in contents.items())


def scaffold_workflows(folder: Path, *, name: str, zone: str) -> tuple[Path, ...]:
    """Write a workspace's workflow files anew, over those of an earlier version; gives the files. Raises OutputError."""
    return tuple(_write(folder / path, content) for path, content in workflows(f"{folder.resolve().name}: {name}", zone).items())


def _write(file: Path, content: str) -> Path:
    """The whole file or none of it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except OSError as error:
        raise OutputError(file, error.strerror or str(error)) from error
    return file
