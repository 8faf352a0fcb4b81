"""Template tags for text and times."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone

MOMENT = datetime.datetime(2026, 3, 15, 21, tzinfo=datetime.UTC)


def rendered(source: str, **context: Any) -> str:
    return Template("{% load compact_text %}" + source).render(Context(context))


def test_markdown_is_a_filter() -> None:
    assert rendered("{{ text|markdown }}", text="*a* <b>") == "<p><em>a</em> &lt;b&gt;</p>\n"


@pytest.mark.parametrize("text", ["", None])
def test_no_text_prints_nothing(text: str | None) -> None:
    assert rendered("{{ text|markdown }}", text=text) == ""


def test_a_moment_is_marked_up_for_machines() -> None:
    with timezone.override(zoneinfo.ZoneInfo("America/New_York")):
        html = rendered("{% moment value zone %}", value=MOMENT, zone="America/New_York")
    assert html == ('<time datetime="2026-03-15T21:00:00+00:00">15 March 2026, 17:00 EDT (America/New_York)</time>')


def test_a_viewer_elsewhere_reads_both_times() -> None:
    with timezone.override(zoneinfo.ZoneInfo("Africa/Nairobi")):
        html = rendered("{% moment value zone %}", value=MOMENT, zone="America/New_York")
    assert html.endswith(
        ' <span class="moment-own">(for you: <time datetime="2026-03-15T21:00:00+00:00">'
        "16 March 2026, 00:00 EAT (Africa/Nairobi)</time>)</span>"
    )


def test_no_moment_prints_nothing() -> None:
    assert rendered("{% moment value zone %}", value=None, zone="UTC") == ""


def test_a_moment_without_a_zone_is_in_utc() -> None:
    assert "15 March 2026, 21:00 UTC" in rendered("{% moment value zone %}", value=MOMENT, zone="")
