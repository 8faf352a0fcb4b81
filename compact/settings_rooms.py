"""What the rooms above do for those below, which may not import them, as dotted paths, and how texts are compared."""

from __future__ import annotations

import environ

#: Who the viewer of a request is: roles, groups, entities, countries, day.
VIEWER_RESOLVER = "workinggroups.groups.viewers.viewer_resolve"
#: The module of the room that has a say in every merge and settles what depends on it; empty: none has.
MERGE_RULES = "workinggroups.overlaps.merging"
#: What tells which records people decided to be other work than a given one; empty: nothing does.
KEPT_APART = "workinggroups.overlaps.families.different_from"
#: What finds work alike to something that is being entered (``workinggroups.projects.similar``); empty: nothing does.
SIMILAR_WORK = "workinggroups.overlaps.typing.work.similar_work"
#: Whether texts are compared by sentence vectors where the encoder is installed; by their words alone otherwise.
SENTENCE_ENCODER = environ.Env().bool("SENTENCE_ENCODER", True)
