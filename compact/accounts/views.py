"""A user's own pages: profile and API tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from compact.accounts import services
from compact.accounts.forms import ProfileForm, TokenForm
from compact.accounts.queries import tokens_of
from compact.kernel.errors import StaleVersion
from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    import uuid

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from compact.accounts.models import User


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change one's own language and time zone."""
    user = cast("User", request.user)
    initial = {"language": user.language, "time_zone": user.time_zone, "version": user.version}
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        response = _profile_save(request, user, form)
        if response is not None:
            return response
    return render(request, "accounts/profile.html", {"form": form})


def _profile_save(request: HttpRequest, user: User, form: ProfileForm) -> HttpResponse | None:
    data = form.cleaned_data
    try:
        services.profile_update(
            actor=viewer_of(request),
            user=user,
            version=data["version"],
            language=data["language"],
            time_zone=data["time_zone"],
        )
    except StaleVersion:
        form.add_error(None, _("Your account was changed meanwhile. Load the page again, then save."))
        return None
    with translation.override(data["language"]):
        messages.success(request, _("Your profile is saved."))
    response = redirect("profile")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, data["language"], samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's own tokens; make one, whose key is shown in the answer and never again."""
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        key = _token_make(request, form)
        if key:
            form = TokenForm()
    context = {"form": form, "tokens": tokens_of(viewer_of(request)), "key": key}
    return render(request, "accounts/tokens.html", context)


def _token_make(request: HttpRequest, form: forms.Form) -> str:
    try:
        _token, key = services.token_create(
            actor=viewer_of(request), user=cast("User", request.user), **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error(None, error)
        return ""
    return key


@login_required
@require_POST
def token_revoke(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """End one of one's own tokens."""
    viewer = viewer_of(request)
    token = get_object_or_404(tokens_of(viewer), uid=uid)
    services.token_revoke(actor=viewer, token=token)
    messages.success(request, _("The token “%(name)s” no longer works.") % {"name": token.name})
    return redirect("token-list")
