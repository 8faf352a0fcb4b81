"""What was sent after the session had ended: kept, and shown again once its sender has signed in.

A form carries whose it is (:func:`owner_sign`, in templates ``{% unsent_owner %}``). What is sent without a session
is kept in the anonymous one, which sign-in takes over, together with its address and owner. A page shows it by
:func:`unsent_fill`, or takes it by :func:`unsent_take` and does what it likes, but must not store it unasked.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as refuse_forged

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

OWNER_FIELD = "unsent_owner"
"""The name of the hidden field that says whose a form is."""

_KEY, _SALT = "compact_unsent", "compact.unsent"
_KEPT_SECONDS, _MOST_BYTES, _LONGEST_OPEN_SECONDS = 12 * 3600, 1_000_000, 30 * 24 * 3600


def owner_sign(user_id: int) -> str:
    """The value of the hidden field in a form that ``user_id`` is about to fill in."""
    return signing.dumps(user_id, salt=_SALT)


def unsent_keep(request: HttpRequest) -> None:
    """Keep what an anonymous POST sent, unless the form did not say whose it is; files and passwords are not kept."""
    owner = _owner_of(request)
    if owner is None:
        return
    if _keep(request, owner):
        messages.info(request, _("You were signed out. What you typed is kept: sign in to go on with it."))
    else:
        text = _("You were signed out, and what you typed is too long to be kept. Go back in your browser to copy it.")
        messages.error(request, text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Show a form again whose user has signed in anew in another window since it was opened.

    Sign-in changes the token against forged requests, but nobody else's page can carry the user's signed owner
    field, and showing stores nothing. Every other such request is refused in Django's own way.
    """
    owner = _owner_of(request) if request.path.startswith(reverse("admin:index")) else None
    if owner is None or request.user.pk not in (None, owner) or not _keep(request, owner):
        return refuse_forged(request, reason=reason)
    return HttpResponseRedirect(request.get_full_path())


def unsent_sweep(request: HttpRequest) -> None:
    """Forget what is kept for somebody else than the signed-in user of ``request``, or for too long."""
    kept = request.session.get(_KEY)
    if kept and (kept["owner"] != request.user.pk or kept["at"] < time.time() - _KEPT_SECONDS):
        del request.session[_KEY]


def unsent_waits(request: HttpRequest) -> bool:
    """Whether something that the signed-in user sent to this address waits to be shown, or was just taken."""
    if hasattr(request, _KEY):
        return True
    if request.method != "GET":
        return False
    unsent_sweep(request)
    return bool(request.session.get(_KEY, {}).get("path") == request.get_full_path())


def unsent_take(request: HttpRequest) -> QueryDict | None:
    """What the signed-in user sent to this address, with a message that says so; None when there is nothing.

    It is given for one request, as often as that asks, and then gone. Anything in it may be wrong or out of date.
    """
    if not unsent_waits(request):
        return None
    if not hasattr(request, _KEY):
        kept = request.session.pop(_KEY)
        setattr(request, _KEY, QueryDict(kept["data"]))
        text = _("You were signed out before this was saved. What you typed is below: check it and save again.")
        files = _("Choose the files again.")
        messages.warning(request, f"{text} {files}" if kept["files"] else text)
    return cast("QueryDict", getattr(request, _KEY))


def unsent_fill(request: HttpRequest, form: forms.BaseForm) -> None:
    """Let the unbound ``form`` show what is kept, the version too, so that a change made meanwhile is noticed.

    The form stays unbound, since forms of records store what they find valid.
    """
    if form.is_bound or (data := unsent_take(request)) is None:
        return
    no_files: Any = {}
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if not field.disabled and not field.widget.value_omitted_from_data(data, no_files, key):
            _initial_set(form, name, field, field.widget.value_from_datadict(data, no_files, key))


def _initial_set(form: forms.BaseForm, name: str, field: forms.Field, typed: Any) -> None:
    if isinstance(field, forms.FileField):
        return
    if isinstance(field, forms.ModelMultipleChoiceField):
        typed = [key for key in typed if _is_row(field, key)]
    elif isinstance(field, forms.ModelChoiceField) and typed and not _is_row(field, typed):
        return
    form.initial = {**form.initial, name: field.bound_data(typed, form.get_initial_for_field(field, name))}


def _is_row(field: forms.ModelChoiceField[Any], key: Any) -> bool:
    """Whether ``key`` can be chosen; a select that looks for other rows may fail on it."""
    try:
        return field.queryset is not None and field.queryset.filter(**{field.to_field_name or "pk": key}).exists()
    except (TypeError, ValueError, ValidationError):
        return False


def _owner_of(request: HttpRequest) -> int | None:
    try:
        return int(signing.loads(request.POST.get(OWNER_FIELD, ""), salt=_SALT, max_age=_LONGEST_OPEN_SECONDS))
    except signing.BadSignature:
        return None


def _keep(request: HttpRequest, owner: int) -> bool:
    """Keep what was sent, unless it is too long."""
    data = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        if name not in ("csrfmiddlewaretoken", OWNER_FIELD) and "password" not in name.lower():
            data.setlist(name, values)
    if sum(len(text.encode()) for _name, values in data.lists() for text in values) > _MOST_BYTES:
        return False
    place = {"owner": owner, "path": request.get_full_path(), "at": time.time()}
    request.session[_KEY] = {**place, "data": data.urlencode(), "files": bool(request.FILES)}
    return True
