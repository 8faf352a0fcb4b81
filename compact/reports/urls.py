"""The pages that read across the apps."""

from django.urls import path

from compact.reports.country_brief import page

urlpatterns = [
    path("countries/", page.countries, name="countries"),
    path("countries/<str:iso3>/", page.country, name="country-brief"),
]
