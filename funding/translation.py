"""Where modeltranslation looks for the app's translated fields: one line a room."""

from funding.funds import translation as funds
