"""Every write to accounts and tokens."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.accounts import policies
from compact.accounts.models import ApiToken, TokenScope, User
from compact.kernel.errors import StaleVersion
from compact.kernel.operations import operation
from compact.kernel.policies import no

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

TOKEN_LONGEST = datetime.timedelta(days=366)
TOKENS_PER_USER = 20


def user_create(*, actor: Viewer, values: Mapping[str, Any], password: str | None = None, reason: str = "") -> User:
    """Store a user; without ``password`` they sign in by single sign-on or set one by e-mail."""
    policies.user_manage(actor).require()
    with operation(actor=actor, reason=reason):
        user = User(**values)
        user.email = user.email.lower()
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
    return user


def user_update(*, actor: Viewer, user: User, version: int, values: Mapping[str, Any], reason: str = "") -> User:
    """Change an account if its version is still ``version``."""
    policies.user_manage(actor).require()
    return _user_change(actor, user, version, values, reason)


def profile_update(*, actor: Viewer, user: User, version: int, language: str, time_zone: str) -> User:
    """Change a user's own ``language`` and ``time_zone`` (IANA name)."""
    policies.profile_update(actor, user).require()
    return _user_change(actor, user, version, {"language": language, "time_zone": time_zone}, "")


def _user_change(actor: Viewer, user: User, version: int, values: Mapping[str, Any], reason: str) -> User:
    with operation(actor=actor, reason=reason):
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.version != version:
            raise StaleVersion(row, values)
        for name, value in values.items():
            setattr(row, name, value.lower() if name == "email" else value)
        row.full_clean(exclude=["password"])
        row.version += 1
        row.save()
    return row


def password_set(*, actor: Viewer, user: User, password: str) -> None:
    """Store the password that ``user`` chose; the act is recorded, the password is not."""
    policies.profile_update(actor, user).require()
    with operation(actor=actor, reason=_("Password changed")):
        user.set_password(password)
        user.save(update_fields=["password"])


def token_create(
    *, actor: Viewer, user: User, name: str, scope: str, expires_on: datetime.date
) -> tuple[ApiToken, str]:
    """Make a token of ``user``'s own, valid to the end of ``expires_on`` (UTC); the second value is shown once."""
    if actor.user_id != user.pk:
        no(_("You can make tokens for yourself only.")).require()
    today = timezone.now().date()
    if not today < expires_on <= today + TOKEN_LONGEST:
        raise ValidationError({"expires_on": _("Choose a day from tomorrow to one year from now.")})
    if scope not in TokenScope.values:
        raise ValidationError({"scope": _("Choose read, or read and write.")})
    if not name.strip():
        raise ValidationError({"name": _("Say what the token is for.")})
    if ApiToken.objects.filter(user=user, expiry__gt=timezone.now()).count() >= TOKENS_PER_USER:
        raise ValidationError(_("You have as many tokens as one user can have. Revoke one first."))
    end = datetime.datetime.combine(expires_on + datetime.timedelta(days=1), datetime.time(), tzinfo=datetime.UTC)
    with operation(actor=actor, reason=_("API token “%(name)s” made") % {"name": name}):
        token, key = ApiToken.objects.create(user, expiry=end - timezone.now(), name=name.strip()[:100], scope=scope)
    return token, key


def token_revoke(*, actor: Viewer, token: ApiToken) -> None:
    """End ``token`` at once."""
    policies.token_revoke(actor, token).require()
    with operation(actor=actor, reason=_("API token “%(name)s” revoked") % {"name": token.name}):
        token.delete()
