"""Where Django looks for the app's staff pages: one line a room."""

from compact.accounts import admin as accounts
from compact.agreements import admin as agreements
from compact.entities import admin as entities
from compact.kernel.admin import operations
from compact.merging import admin as merging
from compact.reports import admin as reports
