"""Every write to themes, assistance requests and recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.writes import RecordServices
from workinggroups.needs import policies
from workinggroups.needs.models import AssistanceRequest, Need, Recommendation, Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

HANDLED = ("reply", "replied_on", "reply_text", "note")
"""What the handling entity says of a request that reached somebody else."""
_BOOKKEEPING = ("id", "uid", "version", "archived_at", "archive_reason")


themes = RecordServices(Theme, policies.theme_write)
theme_create, theme_update = themes.create, themes.update
theme_archive, theme_restore = themes.archive, themes.restore


class NeedServices[R: Need](RecordServices[R]):
    """References are the secretariat's to give, so that nobody else learns from a refusal which ones exist."""

    def cleared(self, actor: Viewer, row: R, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """As everywhere, once nobody else gives a reference."""
        if not actor.is_secretariat and values.get("code", row.code) != row.code:
            raise ValidationError({"code": _("The secretariat gives references. Leave this as it is.")})
        return super().cleared(actor, row, values)


def _request_guard(actor: Viewer, request: AssistanceRequest) -> None:
    """The handling entity says how a request is handled; what was asked, and who sees it, stays as it is."""
    stored = AssistanceRequest.objects.filter(pk=request.pk).first() if request.pk else None
    if stored is None or actor.is_secretariat or policies.originates(actor, stored):
        return
    text = _("Your entity updates the reply, its day, its text and the note. Ask the secretariat for this.")
    kept = [each for each in AssistanceRequest._meta.concrete_fields if each.name not in (*HANDLED, *_BOOKKEEPING)]
    errors = {each.name: text for each in kept if getattr(request, each.attname) != getattr(stored, each.attname)}
    if errors:
        raise ValidationError(errors)


requests = NeedServices(AssistanceRequest, policies.request_write, _request_guard, policies.request_archive)
request_create, request_update = requests.create, requests.update
request_archive, request_restore = requests.archive, requests.restore

recommendations = NeedServices(
    Recommendation, policies.recommendation_write, archive_policy=policies.recommendation_archive
)
recommendation_create, recommendation_update = recommendations.create, recommendations.update
recommendation_archive, recommendation_restore = recommendations.archive, recommendations.restore
