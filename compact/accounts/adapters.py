"""How allauth makes accounts here: it does not. A superuser does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter

from compact.accounts.services import password_set
from compact.kernel.viewers import Viewer

if TYPE_CHECKING:
    from django.http import HttpRequest

    from compact.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by a superuser."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Store a password that its owner chose on a page or after a mail."""
        password_set(actor=Viewer.oneself(user.pk, str(user)), user=user, password=password)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on finds an account by its e-mail address and never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Accounts are made by a superuser."""
        return False
