"""The pages of calls for inputs."""

from django.urls import path

from workinggroups.workplans import views

urlpatterns = [
    path("calls/<uuid:uid>/", views.call, name="call-for-inputs"),
    path("inputs/<uuid:uid>/", views.answer, name="input-answer"),
]
