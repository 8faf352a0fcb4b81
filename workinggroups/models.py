"""Where Django looks for the app's models: one line a room."""

from workinggroups.groups import models as groups  # noqa: F401
