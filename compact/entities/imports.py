"""The table of entities that staff import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.entities import services
from compact.entities.columns import ENTITIES
from compact.entities.models import Entity
from compact.kernel.admin.resources import Done, RecordResource, code_field, text_field
from compact.merging.found import KeptCodeWidget, found_by_code

if TYPE_CHECKING:
    from import_export.instance_loaders import BaseInstanceLoader


class EntityResource(RecordResource):
    """Entities by their code."""

    services = services.entities
    columns = ENTITIES

    code = text_field("code")
    kind = text_field("kind")
    name_en = text_field("name_en")
    name_fr = text_field("name_fr")
    name_es = text_field("name_es")
    name_ru = text_field("name_ru")
    name_ar = text_field("name_ar")
    name_zh_hans = text_field("name_zh_hans")
    acronym_en = text_field("acronym_en")
    acronym_fr = text_field("acronym_fr")
    acronym_es = text_field("acronym_es")
    acronym_ru = text_field("acronym_ru")
    acronym_ar = text_field("acronym_ar")
    acronym_zh_hans = text_field("acronym_zh_hans")
    website = text_field("website")
    iati_identifier = text_field("iati_identifier")
    originator = code_field("originator", Entity, KeptCodeWidget)
    visibility = text_field("visibility")
    clearance = text_field("clearance")
    source = text_field("source")
    evidence = text_field("evidence")
    note = text_field("note")

    def get_instance(self, instance_loader: BaseInstanceLoader, row: Any) -> Any:
        """The entity with the code, or the one that it was merged into."""
        found = super().get_instance(instance_loader, row)
        return found or found_by_code(self.get_queryset(), self.fields["code"].clean(row)).first()

    def _changed(self, instance: Any, values: dict[str, Any], row: Any) -> Done:
        """A survivor keeps its own code."""
        return super()._changed(instance, {name: value for name, value in values.items() if name != "code"}, row)

    class Meta:
        model = Entity
        import_id_fields = ("code",)
        fields = (
            "code",
            "kind",
            "name_en",
            "name_fr",
            "name_es",
            "name_ru",
            "name_ar",
            "name_zh_hans",
            "acronym_en",
            "acronym_fr",
            "acronym_es",
            "acronym_ru",
            "acronym_ar",
            "acronym_zh_hans",
            "website",
            "iati_identifier",
            "originator",
            "visibility",
            "clearance",
            "source",
            "evidence",
            "note",
        )
