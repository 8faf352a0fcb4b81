"""Composition of the doors: portal, admin, API, health."""

from django.contrib import admin
from django.urls import include, path

from compact.reports import home
from compact.reports.portfolio import page as portfolio

urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/", include("compact.accounts.urls")),
    path("admin/portfolio/", admin.site.admin_view(portfolio.page), name="admin-portfolio"),
    path("admin/", admin.site.urls),
    path("api/", include("compact.api")),
    path("", include("compact.reports.urls")),
    path("healthz", home.health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("workinggroups.meetings.urls")),
    path("", include("workinggroups.workplans.urls")),
    path("", include("workinggroups.projects.urls")),
    path("", include("workinggroups.overlaps.urls")),
]
