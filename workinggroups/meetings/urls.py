"""The pages of the meetings room."""

from django.urls import path

from workinggroups.meetings import views

urlpatterns = [
    path("silence/<uuid:uid>/", views.silence, name="silence-procedure"),
    path("silence/objections/<uuid:uid>/withdraw/", views.objection_withdraw, name="objection-withdraw"),
]
