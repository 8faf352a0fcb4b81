"""The columns of the entities room, for API, pages and exports."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import (
    ARCHIVE,
    CERTAINTY,
    CLEARED,
    IDENTITY,
    PERIOD,
    SOURCED,
    SURVIVOR,
    person_name,
    plain,
    reference,
    translations,
)

ENTITY = reference("entity", _("entity"), "code", "name")
PERSON = (*reference("person", _("person")), Column("person_name", _("name of the person"), compute=person_name))

ENTITIES = (
    *IDENTITY,
    Column("code", _("code"), type=ColumnType.CODE),
    *translations(Entity, "name"),
    *translations(Entity, "acronym"),
    *plain(Entity, "kind", "website"),
    Column("iati_identifier", _("IATI organisation identifier"), type=ColumnType.CODE),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
    SURVIVOR,
)
ALIASES = (*IDENTITY, *ENTITY, *plain(Alias, "text", "kind", "language"), *SOURCED, *ARCHIVE)
PARTICIPATIONS = (
    *IDENTITY,
    *ENTITY,
    *plain(Participation, "status", "signed_on"),
    *PERIOD,
    CERTAINTY,
    *SOURCED,
    *ARCHIVE,
)
PEOPLE = (
    *IDENTITY,
    *plain(Person, "honorific", "given_name", "family_name", "email", "phone"),
    Column("has_login", _("has a login"), type=ColumnType.BOOLEAN, compute=lambda viewer: Q(user__isnull=False)),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
    SURVIVOR,
)
AFFILIATIONS = (
    *IDENTITY,
    *PERSON,
    *ENTITY,
    *plain(Affiliation, "title", "country"),
    *PERIOD,
    CERTAINTY,
    *SOURCED,
    *ARCHIVE,
)
