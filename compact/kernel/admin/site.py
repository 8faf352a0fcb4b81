"""The admin site of the secretariat."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from compact.kernel.admin.autocomplete import LiveAutocomplete
from compact.kernel.admin.base import StaffAdmin
from compact.kernel.admin.unsent import unsent_keep, unsent_sweep
from compact.kernel.errors import Refused
from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer


def _no_worklist(viewer: Viewer) -> Mapping[str, Any]:
    return {}


class CompactAdminSite(AdminSite):
    """Django's admin for those whom a term makes secretariat.

    ``worklist`` gives the index its blocks; a room above the kernel puts its own function here.
    Sign-in, sign-out and passwords are the portal's, so that there is one sign-in for every door.
    """

    site_title = gettext_lazy("Compact tracker")
    site_header = gettext_lazy("Compact tracker")
    index_title = gettext_lazy("Work list")
    index_template = "admin/worklist.html"
    worklist: Callable[[Viewer], Mapping[str, Any]] = staticmethod(_no_worklist)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take our own pages only: those that packages bring would write past the services."""
        if admin_class is not None and issubclass(admin_class, StaffAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the user is signed in and, by a term or as superuser, secretariat today."""
        return request.user.is_authenticated and request.user.is_active and viewer_of(request).is_secretariat

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap ``view``: strangers are sent to sign in, others are told why they may not.

        What a user sends after their session has ended is kept until they have signed in again.
        """

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                if request.method == "POST":
                    unsent_keep(request)
                return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL))
            unsent_sweep(request)
            if not self.has_permission(request):
                return self.refuse(request, self._secretariat_only())
            try:
                return view(request, *args, **kwargs)
            except Refused as refusal:
                return self.refuse(request, refusal.reason)
            except PermissionDenied as refusal:
                return self.refuse(request, str(refusal) or _("This page cannot be changed from here."))

        wrapped: Any = inner if cacheable else never_cache(inner)
        if not getattr(view, "csrf_exempt", False):
            wrapped = csrf_protect(wrapped)
        return update_wrapper(wrapped, view)

    @staticmethod
    def _secretariat_only() -> str:
        return _(
            "This part is for the staff of the secretariat. Your account holds no term there today. "
            "If it should, ask the administrator of this site to record your nomination."
        )

    def refuse(self, request: HttpRequest, reason: str) -> HttpResponse:
        """A page with status 403 that says why not, what the user's rights stand on, and where to go."""
        context = {"reason": reason, "in_admin": self.has_permission(request)}
        return render(request, "admin/refused.html", context, status=403)

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseRedirect:
        """Send the user to the one sign-in page."""
        target = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = reverse("admin:index")
        if request.user.is_authenticated:
            return HttpResponseRedirect(target)
        return redirect_to_login(target, reverse(settings.LOGIN_URL))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]  # Django's returns a template response
        """Send the user to the one sign-out page."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]  # Django's returns a template response
        """Send the user to the one page for passwords."""
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        """Suggestions for a foreign key: rows that the viewer may see and that are in use."""
        return LiveAutocomplete.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]  # a little wider than Django's
        """The work list, then every kind of record."""
        return super().index(request, {**self.worklist(viewer_of(request)), **(extra_context or {})})

    def get_log_entries(self, request: HttpRequest) -> Any:
        """Django's own log stays empty: the history of operations is the only one."""
        return []
