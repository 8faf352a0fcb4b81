"""Where Django looks for the app's models: one line a room."""

from compact.accounts import models as accounts  # noqa: F401
from compact.agreements import models as agreements  # noqa: F401
from compact.entities import models as entities  # noqa: F401
from compact.kernel import operations, places  # noqa: F401
