"""Where Django looks for the app's staff pages: one line a room."""

from workinggroups.groups import admin as groups
from workinggroups.meetings import admin as meetings
from workinggroups.needs import admin as needs
from workinggroups.overlaps import admin as overlaps
from workinggroups.projects import admin as projects
from workinggroups.workplans import admin as workplans
