"""Where Django looks for the app's models: one line a room."""

from workinggroups.groups import models as groups
from workinggroups.meetings import models as meetings
from workinggroups.needs import models as needs
from workinggroups.overlaps import models as overlaps
from workinggroups.projects import models as projects
from workinggroups.workplans import models as workplans
