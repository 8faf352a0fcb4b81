"""Where Django looks for the app's staff pages: one line a room."""

from compact.entities import admin as entities  # noqa: F401
