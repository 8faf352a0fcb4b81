"""Where Django looks for the app's staff pages: one line a room."""

from funding.funds import admin as funds
