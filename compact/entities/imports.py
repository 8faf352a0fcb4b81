"""The table of entities that staff import."""

from __future__ import annotations

from compact.entities import services
from compact.entities.columns import ENTITIES
from compact.entities.models import Entity
from compact.kernel.admin.resources import RecordResource, code_field, text_field


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
    originator = code_field("originator", Entity)
    visibility = text_field("visibility")
    clearance = text_field("clearance")
    source = text_field("source")
    evidence = text_field("evidence")
    note = text_field("note")

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
