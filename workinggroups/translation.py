"""Where modeltranslation looks for the app's translated fields: one line a room."""

from workinggroups.groups import translation as groups  # noqa: F401
