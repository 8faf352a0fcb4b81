"""The pages that read across the apps."""

from django.urls import path

from compact.reports import overlaps_page
from compact.reports.country_brief import page

urlpatterns = [
    path("overlaps-report/", overlaps_page.page, name="overlaps-page"),
    path("countries/", page.countries, name="countries"),
    path("countries/<str:iso3>/", page.country, name="country-brief"),
]
