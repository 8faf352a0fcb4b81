"""Where modeltranslation looks for the app's translated fields: one line a room."""

from compact.accounts import translation as accounts  # noqa: F401
from compact.agreements import translation as agreements  # noqa: F401
from compact.entities import translation as entities  # noqa: F401
