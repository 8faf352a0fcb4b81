"""A record as the matching sees it, whatever its kind, with its row of the index."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity, Person
from compact.kernel.moving import Stays, survivor_of
from workinggroups.overlaps.queries import SubjectQuerySet
from workinggroups.projects.models import PlannedActivity, Project


class ComparedKind(models.TextChoices):
    """What is compared with its like: projects and planned activities with each other, entities, people."""

    WORK = "work", gettext_lazy("Work: projects and planned activities")
    ENTITY = "entity", gettext_lazy("Entities")
    PERSON = "person", gettext_lazy("People")


_WHY = "Each record keeps its own, so that an undone merge finds it."
NAMES = ("project", "planned", "entity", "person")
"""The references, of which each subject has one."""


def _exactly_one() -> Q:
    found = Q()
    for chosen in NAMES:
        found |= Q(**{f"{name}__isnull": name != chosen for name in NAMES})
    return found


class Subject(models.Model):
    """One project, planned activity, entity or person; ``row`` and ``number`` are the index's.

    ``number`` is that of the last operation which the row of the index knows; ``digest`` is of what was compared, so
    that a material edit can be told from one that is none.
    """

    on_merge = dict.fromkeys(NAMES, Stays(_WHY))

    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=ComparedKind)
    project = models.OneToOneField(Project, on_delete=models.PROTECT, null=True, related_name="subject")
    planned = models.OneToOneField(PlannedActivity, on_delete=models.PROTECT, null=True, related_name="subject")
    entity = models.OneToOneField(Entity, on_delete=models.PROTECT, null=True, related_name="subject")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="subject")
    digest = models.CharField(max_length=64, blank=True)
    encoder = models.CharField(max_length=64, blank=True, help_text=gettext_lazy("Empty: without sentence vectors."))
    number = models.PositiveBigIntegerField(default=0, db_index=True)
    row = models.BinaryField(null=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("compared record")
        verbose_name_plural = gettext_lazy("compared records")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=_exactly_one(), name="workinggroups_subject_names_one_record"),
        ]

    def __str__(self) -> str:
        return str(self.record)

    @property
    def name(self) -> str:
        """Which of the references it has: ``project``, ``planned``, ``entity`` or ``person``."""
        return next(name for name in NAMES if getattr(self, f"{name}_id") is not None)

    @property
    def record(self) -> Any:
        """The record itself, archived or not."""
        return getattr(self, self.name)

    @property
    def survivor(self) -> Any:
        """The record that stands for it now."""
        return survivor_of(self.record)


class Encoding(models.Model):
    """The sentence vector of a text by its SHA-256, so that no text is encoded twice by one encoder."""

    digest = models.CharField(max_length=64)
    encoder = models.CharField(max_length=64)
    vector = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "encoder"], name="workinggroups_encoding_once")]

    def __str__(self) -> str:
        return self.digest
