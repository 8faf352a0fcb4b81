"""Text and times on pages: ``{{ text|markdown }}``, ``{% moment value zone %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compact.kernel.markdown import markdown_html
from compact.kernel.zones import moment_for_viewer, moment_in

if TYPE_CHECKING:
    import datetime

register = template.Library()


@register.filter(name="markdown")
def markdown(text: str | None) -> SafeString:
    """``text`` as HTML; see :func:`compact.kernel.markdown.markdown_html`."""
    return markdown_html(text or "")


@register.simple_tag(name="moment")
def moment(value: datetime.datetime | None, zone: str) -> SafeString:
    """``value`` in ``zone`` and, where clocks differ, in the viewer's own; nothing for None.

    Without a zone it is UTC.
    """
    if value is None:
        return SafeString("")
    zone = zone or "UTC"
    there, here = _marked(value, moment_in(value, zone)), moment_for_viewer(value, zone)
    if not here:
        return there
    own = format_html(_("for you: {}"), _marked(value, here))
    return format_html('{} <span class="moment-own">({})</span>', there, own)


def _marked(value: datetime.datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="seconds"), text)
