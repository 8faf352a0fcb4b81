"""Who may do what with accounts and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no, superuser_only

if TYPE_CHECKING:
    from compact.accounts.models import ApiToken, User
    from compact.kernel.viewers import Viewer


def user_manage(viewer: Viewer) -> Answer:
    """Accounts are the superusers'."""
    return superuser_only(viewer)


def profile_update(viewer: Viewer, user: User) -> Answer:
    """Everybody keeps their own language and time zone."""
    if viewer.is_superuser or viewer.user_id == user.pk:
        return YES
    return no(_("You can change your own profile only."))


def token_revoke(viewer: Viewer, token: ApiToken) -> Answer:
    """Everybody revokes their own tokens; a superuser any."""
    if viewer.is_superuser or viewer.user_id == token.user_id:
        return YES
    return no(_("You can revoke your own tokens only."))
