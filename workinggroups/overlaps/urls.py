"""The pages of the overlaps room."""

from django.urls import path

from workinggroups.overlaps import views_cases, views_pairs, views_report
from workinggroups.overlaps.case_steps import SLUGS
from workinggroups.overlaps.typing import views as typing

urlpatterns = [
    path("overlaps/", views_pairs.pair_list, name="overlaps"),
    path("overlaps/alike/", typing.alike, name="overlaps-alike"),
    path("overlaps/report/", views_report.report_page, name="overlap-report"),
    path("overlaps/<uuid:uid>/", views_pairs.pair_page, name="overlap"),
    path("overlap-cases/", views_cases.case_list, name="overlap-cases"),
    path("overlap-cases/<uuid:uid>/", views_cases.case_page, name="overlap-case"),
    *(
        path(f"overlap-cases/<uuid:uid>/{slug}/", views_cases.case_page, {"slug": slug}, name=f"overlap-case-{slug}")
        for slug in SLUGS
    ),
]
