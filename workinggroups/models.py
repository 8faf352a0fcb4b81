"""Where Django looks for the app's models: one line a room."""

from workinggroups.groups import models as groups  # noqa: F401
from workinggroups.meetings import models as meetings  # noqa: F401
from workinggroups.needs import models as needs  # noqa: F401
from workinggroups.projects import models as projects  # noqa: F401
from workinggroups.workplans import models as workplans  # noqa: F401
