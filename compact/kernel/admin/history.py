"""History pages: what happened to a record, each earlier state, and the way back to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _

from compact.kernel.admin.base import StaffAdmin
from compact.kernel.admin.changes import entries_of, history_of, row_labels, shown_fields
from compact.kernel.admin.display import EMPTY, field_label, field_value, moment, value_text
from compact.kernel.admin.forms import ReasonForm, version_renew
from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.history import sets_kept, sets_then
from compact.kernel.policies import Answer, no

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from compact.kernel.writes import RecordServices


@dataclass(frozen=True, slots=True)
class Then:
    """One field at an earlier moment and now."""

    label: str
    then: str
    now: str

    @property
    def differs(self) -> bool:
        """Whether restoring would change the field."""
        return self.then != self.now


class HistoryPages(StaffAdmin):
    """Adds to each record its history and, for each step of it, the state with a button to restore it.

    ``not_restorable`` is the reason where a room offers no way back.
    """

    services: RecordServices[Any]
    not_restorable: Any = ""

    def get_urls(self) -> list[Any]:
        """The state page before Django's own."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_state"
        view = self.admin_site.admin_view(self.state_view)
        return [path("<path:object_id>/history/<int:history_id>/", view, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what, when, through which door and why; newest first."""
        record = self.record_get(request, object_id)
        title = _("History of “%(record)s”") % {"record": record}
        return self.page(request, "admin/history.html", title, record, entries=entries_of(record))

    def state_view(self, request: HttpRequest, object_id: str, history_id: int) -> HttpResponse:
        """The record as it was; a POST restores that state through the service."""
        record = self.record_get(request, object_id)
        row = history_of(self.model).select_related("operation").filter(id=record.pk, history_id=history_id).first()
        if row is None:
            raise Http404(_("There is no such state."))
        suggested = _("Restored the state of %(moment)s") % {"moment": moment(row.operation.time)}
        form = ReasonForm(request.POST or None, initial={"version": record.version, "reason": suggested})
        answer = self._restorable(request, record)
        if request.method == "POST":
            answer.require()
            if form.is_valid() and self._bring_back(request, record, row, form):
                messages.success(request, _("The earlier state is restored."))
                return HttpResponseRedirect(self.address("history", record.pk))
        title = _("“%(record)s” on %(moment)s") % {"record": record, "moment": moment(row.operation.time)}
        context = {"form": form, "answer": answer, "row": row, "fields": self._fields(record, row)}
        return self.page(request, "admin/state.html", title, record, **context)

    def _restorable(self, request: HttpRequest, record: Any) -> Answer:
        if self.not_restorable:
            return no(str(self.not_restorable))
        if record.is_archived:
            return no(_("This record is archived. Restore it before you change it."))
        return self.services.policy(self.viewer(request), record)

    def _fields(self, record: Any, row: Any) -> list[Then]:
        sets = sets_then(self.model, [row])
        labels = row_labels(self.model, [row, record], sets)
        found = [
            Then(
                field_label(field),
                value_text(field, field_value(field, row), labels),
                value_text(field, field_value(field, record), labels),
            )
            for field in shown_fields(self.model)
        ]
        for field in sets_kept(self.model):
            then = value_text(field, sets[row.history_id, field.name], labels)
            found.append(Then(field_label(field), then, value_text(field, record.many(field.name))))
        return [each for each in found if each.differs or each.now != EMPTY]

    def _bring_back(self, request: HttpRequest, record: Any, row: Any, form: ReasonForm) -> bool:
        version, reason = form.cleaned_data["version"] or 0, form.cleaned_data["reason"]
        try:
            self.services.update(
                actor=self.viewer(request), record=record, version=version, values=_values_of(row), reason=reason
            )
        except StaleVersion as stale:
            version_renew(form, stale.current)
            form.add_error(None, _("Somebody changed this record meanwhile. Compare again, then confirm."))
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        except ValidationError as error:
            for text in error.messages:
                form.add_error(None, text)
        return form.is_valid()


def _values_of(row: Any) -> dict[str, Any]:
    """What a service takes to store the state of the history ``row`` again."""
    model: type[models.Model] = row.instance_type
    values: dict[str, Any] = {}
    for field in shown_fields(model):
        if not field.editable:
            continue
        value = field.value_from_object(row)
        if isinstance(field, models.ForeignKey) and value is not None:
            value = field.remote_field.model._base_manager.get(pk=value)
        values[field.name] = value
    for (_history_id, name), keys in sets_then(model, [row]).items():
        target: Any = model._meta.get_field(name).related_model
        values[name] = target._base_manager.filter(pk__in=keys)
    return values
