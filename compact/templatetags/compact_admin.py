"""What forms of staff pages carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from compact.kernel.admin.unsent import OWNER_FIELD, owner_sign

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def unsent_owner(context: Context) -> SafeString:
    """The hidden field that says whose a form is, so that what is sent after the session's end can be kept."""
    user: Any = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return SafeString("")
    return format_html('<input type="hidden" name="{}" value="{}">', OWNER_FIELD, owner_sign(user.pk))
