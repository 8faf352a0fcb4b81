"""Where modeltranslation looks for the app's translated fields: one line a room."""

from workinggroups.groups import translation as groups
from workinggroups.meetings import translation as meetings
from workinggroups.needs import translation as needs
from workinggroups.overlaps import translation as overlaps
from workinggroups.projects import translation as projects
from workinggroups.workplans import translation as workplans
