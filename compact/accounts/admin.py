"""User accounts and API tokens for superusers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import validate_password
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.accounts import policies, services
from compact.accounts.models import ApiToken, User
from compact.kernel.admin.base import StaffAdmin, address_of
from compact.kernel.admin.forms import ServiceForm
from compact.kernel.admin.history import HistoryPages

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse


class UserForm(ServiceForm):
    """An account, and on a new one its first password, if it gets one here."""

    password = forms.CharField(
        label=gettext_lazy("new password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "Empty: the person sets one through “Forgot your password?” on the sign-in page, or uses single sign-on."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_superuser"].help_text = _("Keeps the user accounts, and may do whatever the secretariat may.")

    def clean_password(self) -> str:
        """Refuse a weak password."""
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password

    def store(self, values: Mapping[str, Any], version: int, reason: str) -> Any:
        """Create or update through the services."""
        kept = {name: value for name, value in values.items() if name != "password"}
        password = values.get("password") or None
        if self.instance.pk is None:
            return services.user_create(actor=self.viewer, values=kept, password=password, reason=reason)
        return services.user_update(actor=self.viewer, user=self.instance, version=version, values=kept, reason=reason)


class SuperuserPages(StaffAdmin):
    """Pages that only superusers see and use."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers alone."""
        return bool(policies.user_manage(self.viewer(request)))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers alone."""
        return bool(policies.user_manage(self.viewer(request)))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers alone."""
        return bool(policies.user_manage(self.viewer(request)))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list, or the policy's reason why not."""
        policies.user_manage(self.viewer(request)).require()
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """The form, or the policy's reason why not."""
        policies.user_manage(self.viewer(request)).require()
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row, or the policy's reason why not."""
        policies.user_manage(self.viewer(request)).require()
        return super().get_object(request, object_id, from_field)


@admin.register(User)
class UserAdmin(SuperuserPages, HistoryPages):
    """Accounts: made and closed here; what they may do follows from terms and affiliations."""

    form = UserForm
    change_form_template = "admin/user_form.html"
    not_restorable = gettext_lazy("Accounts are changed on their own page, never set back to an earlier state.")
    list_display = ("email", "full_name", "is_active", "is_superuser", "has_password", "last_login")
    list_filter = ("is_active", "is_superuser", "language")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    fieldsets = (
        (None, {"fields": ["email", "full_name", "language", "time_zone"]}),
        (gettext_lazy("Rights"), {"fields": ["is_active", "is_superuser"]}),
        (gettext_lazy("Reason for this change"), {"fields": ["change_reason"]}),
    )
    add_fieldsets = ((None, {"fields": ["email", "full_name", "password", "language", "time_zone"]}), *fieldsets[1:])

    def get_urls(self) -> list[Any]:
        """The address that revokes a token."""
        view = self.admin_site.admin_view(self.token_revoke_view)
        address = "<path:object_id>/tokens/<uuid:uid>/revoke/"
        return [path(address, view, name="compact_user_token_revoke"), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new account may get a first password."""
        return self.fieldsets if obj else self.add_fieldsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that knows the viewer; a password only for a new account."""
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        made.viewer = self.viewer(request)
        if obj is not None:
            made.base_fields.pop("password", None)
        return made

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The account, the person it belongs to, and its tokens."""
        user = self.record_get(request, object_id)
        person = getattr(user, "person", None)
        context = {
            "person": person,
            "person_url": address_of(type(person), "change", person.pk) if person else "",
            "tokens": ApiToken.objects.filter(user=user),
            "now": timezone.now(),
        }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def token_revoke_view(self, request: HttpRequest, object_id: str, uid: uuid.UUID) -> HttpResponse:
        """End one token of the account; only by POST."""
        user = self.record_get(request, object_id)
        token = get_object_or_404(ApiToken, user=user, uid=uid)
        if request.method == "POST":
            services.token_revoke(actor=self.viewer(request), token=token)
            messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
        return HttpResponseRedirect(self.address("change", user.pk))

    @admin.display(description=gettext_lazy("has a password"), boolean=True)
    def has_password(self, user: Any) -> bool:
        """Whether the account can sign in with a password."""
        return bool(user.has_usable_password())
