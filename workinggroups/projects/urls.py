"""The pages of planned activities."""

from django.urls import path

from workinggroups.projects import views

urlpatterns = [
    path("planned-activities/", views.planned_list, name="planned-activities"),
    path("planned-activities/new/", views.planned_new, name="planned-activity-new"),
    path("planned-activities/contacts/", views.contacts, name="planned-activity-contacts"),
    path("planned-activities/<uuid:uid>/", views.planned_page, name="planned-activity"),
    path("planned-activities/<uuid:uid>/edit/", views.planned_edit, name="planned-activity-edit"),
    path("planned-activities/<uuid:uid>/cancel/", views.planned_cancel, name="planned-activity-cancel"),
    path("planned-activities/<uuid:uid>/become/", views.planned_become, name="planned-activity-become"),
]
