"""What every staff page shares: the viewer, no deletion, one log, pages of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.utils import quote, unquote
from django.contrib.admin.views.main import ChangeList
from django.forms import BaseForm
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compact.kernel.admin.unsent import unsent_fill
from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models
    from django.http import HttpRequest, HttpResponse

    from compact.kernel.admin.forms import ServiceForm
    from compact.kernel.viewers import Viewer

    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class StaffChangeList(ChangeList):
    """Lets the admin complete the rows of a page in a constant number of queries."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page, completed by ``rows_complete``."""
        super().get_results(request)
        self.result_list: Any = list(self.result_list)
        complete = getattr(self.model_admin, "rows_complete", None)
        if complete is not None:
            complete(viewer_of(request), self.result_list)


class StaffAdmin(_ModelAdmin):
    """Nothing is deleted, Django's own log stays empty, and whoever passes the site's door may look."""

    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/record_form.html"

    def viewer(self, request: HttpRequest) -> Viewer:
        """Who is looking."""
        return viewer_of(request)

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Add to the ``rows`` of a list page what their columns need, in a constant number of queries."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """A list whose rows are completed a page at a time."""
        return StaffChangeList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, under the name of what it lists."""
        return super().changelist_view(
            request, {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Listed for whoever may look."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Seen by the secretariat; each query set narrows further."""
        return self.viewer(request).is_secretariat

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: records are archived."""
        return False

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the history says it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Nothing: the history says it."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """The row that the service stored."""
        service_form: ServiceForm = form
        return service_form.stored

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing: the service has stored the row."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: neighbours have pages of their own."""

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the page that asked for the row, else to the list."""
        back = request.GET.get("back", "")
        if back and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
            return HttpResponseRedirect(back)
        return super().response_post_save_add(request, obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The form with what its user sent after the session had ended, where something waits and may be saved."""
        record = context["original"]
        if record is None or self.has_change_permission(request, record):
            unsent_fill(request, context["adminform"].form)
        return super().render_change_form(request, context, *args, **kwargs)

    def record_get(self, request: HttpRequest, object_id: str) -> Any:
        """The row of the page's address, as far as the viewer sees it; a page not found otherwise."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404(_("There is no such record."))
        return record

    def address(self, name: str, *args: Any) -> str:
        """The address of one of this admin's pages: ``changelist``, ``change``, ``history`` and so on."""
        return address_of(self.model, name, *args)

    def page(self, request: HttpRequest, template: str, title: str, record: Any, **context: Any) -> HttpResponse:
        """A page about ``record`` in the frame of the admin."""
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": record,
            "title": title,
            "subtitle": None,
            "media": self.media,
            "list_url": self.address("changelist"),
            "record_url": self.address("change", record.pk) if record is not None else "",
        }
        if isinstance(context.get("form"), BaseForm):
            unsent_fill(request, context["form"])
        return TemplateResponse(request, template, {**shared, **context})


def address_of(model: type[models.Model], name: str, *args: Any) -> str:
    """The address of the admin page ``name`` of ``model``."""
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=[quote(str(arg)) for arg in args])
