"""Where Django looks for the app's staff pages: one line a room."""

from workinggroups.groups import admin as groups  # noqa: F401
