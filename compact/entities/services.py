"""Every write to entities, aliases, participations, people and affiliations."""

from __future__ import annotations

from compact.entities import policies
from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.kernel.writes import RecordServices

entities = RecordServices(Entity, policies.entity_write)
entity_create, entity_update = entities.create, entities.update
entity_archive, entity_restore = entities.archive, entities.restore

aliases = RecordServices(Alias, policies.entity_write)
alias_create, alias_update = aliases.create, aliases.update
alias_archive, alias_restore = aliases.archive, aliases.restore

participations = RecordServices(Participation, policies.entity_write)
participation_create, participation_update = participations.create, participations.update
participation_archive, participation_restore = participations.archive, participations.restore

people = RecordServices(Person, policies.person_write)
person_create, person_update = people.create, people.update
person_archive, person_restore = people.archive, people.restore

affiliations = RecordServices(Affiliation, policies.affiliation_write)
affiliation_create, affiliation_update = affiliations.create, affiliations.update
affiliation_archive, affiliation_restore = affiliations.archive, affiliations.restore
