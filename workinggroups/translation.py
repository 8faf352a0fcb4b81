"""Where modeltranslation looks for the app's translated fields: one line a room."""

from workinggroups.groups import translation as groups  # noqa: F401
from workinggroups.meetings import translation as meetings  # noqa: F401
from workinggroups.needs import translation as needs  # noqa: F401
from workinggroups.projects import translation as projects  # noqa: F401
from workinggroups.workplans import translation as workplans  # noqa: F401
