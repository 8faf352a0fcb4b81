"""Where modeltranslation looks for the app's translated fields: one line a room."""

from compact.accounts import translation as accounts
from compact.agreements import translation as agreements
from compact.entities import translation as entities
from compact.merging import translation as merging
