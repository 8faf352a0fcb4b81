"""Where Django looks for the app's staff pages: one line a room."""

from workinggroups.groups import admin as groups  # noqa: F401
from workinggroups.meetings import admin as meetings  # noqa: F401
from workinggroups.needs import admin as needs  # noqa: F401
from workinggroups.projects import admin as projects  # noqa: F401
from workinggroups.workplans import admin as workplans  # noqa: F401
