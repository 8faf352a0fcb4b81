"""Where Django looks for the app's models: one line a room."""

from funding.funds import models as funds
