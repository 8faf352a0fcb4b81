"""The entities room for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from compact.entities import services
from compact.entities.imports import EntityResource
from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.kernel.admin.filters import ArchiveFilter, BasisFilter, TodayFilter
from compact.kernel.admin.imports import ImportPages
from compact.kernel.admin.records import CLEARANCE_FIELDS, PERIOD_FIELDS, SOURCE_FIELDS, RecordAdmin, translated_fields
from compact.kernel.admin.related import PERIOD, Neighbours
from compact.kernel.countries import country_choices, country_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer


@admin.register(Entity)
class EntityAdmin(ImportPages, RecordAdmin, TranslationAdmin[Any]):
    """Entities with their aliases, participations and people."""

    services = services.entities
    resource = EntityResource
    export = "api-entities-list"
    list_display = ("code", "acronym", "name", "kind", "takes_part", "basis")
    list_display_links = ("code", "acronym")
    list_filter = (ArchiveFilter, "kind", BasisFilter, "evidence", "visibility")
    search_fields = ("code",)
    search_help_text = _("Code, acronym, name in any language, alias")
    ordering = ("code",)
    autocomplete_fields = ("originator",)
    fieldsets = (
        (None, {"fields": ["code", "kind", "name_en", "acronym_en", "name_fr", "acronym_fr"]}),
        (
            _("Names in the other official languages"),
            {
                "fields": translated_fields(("name", "acronym"), ("ar", "zh_hans", "ru", "es")),
                "classes": ["collapse"],
            },
        ),
        (_("Elsewhere"), {"fields": ["website", "iati_identifier"]}),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (
        Neighbours(Alias, "entity", ("text", "kind", "language")),
        Neighbours(Participation, "entity", ("status", PERIOD, "signed_on")),
        Neighbours(Affiliation, "entity", ("person", "title", PERIOD)),
    )

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Each entity's part in the Compact today; one query."""
        current = Participation.objects.visible_to(viewer).live().as_of(viewer.today)
        parts = {part.entity_id: part for part in current.filter(entity__in=[row.pk for row in rows])}
        for row in rows:
            row.part_today = parts.get(row.pk)

    @admin.display(description=_("in the Compact today"))
    def takes_part(self, entity: Any) -> str:
        """Member or observer today."""
        return entity.part_today.get_status_display() if entity.part_today else "–"


@admin.register(Alias)
class AliasAdmin(RecordAdmin):
    """Further names of entities."""

    services = services.aliases
    list_display = ("text", "entity", "kind", "language", "basis")
    list_filter = (ArchiveFilter, "kind", "language", BasisFilter)
    search_fields = ("text", "entity__code", "entity__acronym_en", "entity__name_en", "entity__name_fr")
    ordering = ("text",)
    autocomplete_fields = ("entity",)
    fieldsets = ((None, {"fields": ["entity", "text", "kind", "language"]}), SOURCE_FIELDS)


@admin.register(Participation)
class ParticipationAdmin(RecordAdmin):
    """Who takes part in the Compact, as what, since when."""

    services = services.participations
    list_display = ("entity", "status", "period", "signed_on", "today", "basis")
    list_filter = (ArchiveFilter, "status", TodayFilter, BasisFilter, "evidence")
    search_fields = ("entity__code", "entity__acronym_en", "entity__name_en", "entity__name_fr")
    ordering = ("entity__code", "start")
    autocomplete_fields = ("entity",)
    fieldsets = ((None, {"fields": ["entity", "status", "signed_on"]}), PERIOD_FIELDS, SOURCE_FIELDS)

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Whether each covers today."""
        self.certainties_add(viewer, rows)


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People with their posts; a superuser links them to their login."""

    services = services.people
    list_display = ("full_name", "posts", "email", "phone", "login", "basis")
    list_filter = (ArchiveFilter, BasisFilter, "evidence", ("user", admin.EmptyFieldListFilter))
    search_fields = ("family_name",)
    search_help_text = _("Names in any order, or e-mail address")
    ordering = ("family_name", "given_name")
    autocomplete_fields = ("user", "originator")
    fieldsets = (
        (None, {"fields": ["honorific", "given_name", "family_name", "email", "phone", "user"]}),
        SOURCE_FIELDS,
        CLEARANCE_FIELDS,
    )
    neighbours = (Neighbours(Affiliation, "person", ("entity", "title", PERIOD)),)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A login gives rights, so only a superuser links one."""
        return () if self.viewer(request).is_superuser else ("user",)

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Each person's posts today; one query."""
        current = Affiliation.objects.visible_to(viewer).live().as_of(viewer.today).select_related("entity")
        posts: dict[int, list[str]] = {}
        for post in current.filter(person__in=[row.pk for row in rows]).order_by("pk"):
            posts.setdefault(post.person_id, []).append(
                f"{post.entity}, {post.title}" if post.title else str(post.entity)
            )
        for row in rows:
            row.posts_today = posts.get(row.pk, [])

    @admin.display(description=_("name"), ordering="family_name")
    def full_name(self, person: Any) -> str:
        """Family name first, as the list is sorted."""
        given = " ".join(part for part in (person.honorific, person.given_name) if part)
        return f"{person.family_name}, {given}" if given else str(person.family_name)

    @admin.display(description=_("posts today"))
    def posts(self, person: Any) -> str:
        """Entities and titles."""
        return "; ".join(person.posts_today) or "–"

    @admin.display(description=_("has a login"), boolean=True, ordering="user")
    def login(self, person: Any) -> bool:
        """Whether the person can sign in."""
        return person.user_id is not None


@admin.register(Affiliation)
class AffiliationAdmin(RecordAdmin):
    """Who works where, since when."""

    services = services.affiliations
    list_display = ("person", "entity", "title", "office", "period", "today", "basis")
    list_filter = (ArchiveFilter, TodayFilter, BasisFilter, ("country", admin.EmptyFieldListFilter), "evidence")
    search_fields = ("person__family_name", "person__given_name", "entity__code", "entity__acronym_en", "title")
    ordering = ("person__family_name", "person__given_name", "start")
    autocomplete_fields = ("person", "entity")
    fieldsets = ((None, {"fields": ["person", "entity", "title", "country"]}), PERIOD_FIELDS, SOURCE_FIELDS)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Countries by name, in the reader's language."""
        if db_field.name != "country":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.ChoiceField(
            label=db_field.verbose_name,
            choices=[("", "—"), *country_choices()],
            required=False,
            help_text=_("Only for staff of a Resident Coordinator’s office."),
        )

    def rows_complete(self, viewer: Viewer, rows: Sequence[Any]) -> None:
        """Whether each covers today."""
        self.certainties_add(viewer, rows)

    @admin.display(description=_("Resident Coordinator’s office in"), ordering="country")
    def office(self, affiliation: Any) -> str:
        """The country by name."""
        return country_name(affiliation.country) if affiliation.country else "–"
