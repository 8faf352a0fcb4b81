"""Where Django looks for the app's models: one line a room."""

from compact.accounts import models as accounts
from compact.agreements import models as agreements
from compact.entities import models as entities
from compact.kernel import operations, places
from compact.merging import models as merging
