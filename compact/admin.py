"""Where Django looks for the app's staff pages: one line a room."""

from compact.accounts import admin as accounts  # noqa: F401
from compact.agreements import admin as agreements  # noqa: F401
from compact.entities import admin as entities  # noqa: F401
from compact.kernel.admin import operations  # noqa: F401
from compact.reports import admin as reports  # noqa: F401
