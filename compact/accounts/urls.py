"""Sign-in by allauth, without what a superuser does here (new accounts, other addresses); own pages."""

from allauth.account import urls as account_urls
from django.urls import include, path
from django.views.generic import RedirectView

from compact.accounts import views

_ADDRESSES = {"account_email", "account_email_verification_sent", "account_confirm_email"}
_home = RedirectView.as_view(pattern_name="home")

urlpatterns = [
    *(pattern for pattern in account_urls.urlpatterns if pattern.name not in _ADDRESSES),
    path("email/", _home, name="account_email"),
    path("confirm-email/", _home, name="account_email_verification_sent"),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("profile/", views.profile, name="profile"),
    path("tokens/", views.tokens, name="token-list"),
    path("tokens/<uuid:uid>/revoke/", views.token_revoke, name="token-revoke"),
]
