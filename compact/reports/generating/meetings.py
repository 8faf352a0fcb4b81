"""Generated meetings of the working groups, with agenda and attendance."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from compact.kernel.visibility import Visibility
from compact.reports.generating.making import BATCH
from compact.reports.generating.words import CITIES, THEMES
from workinggroups.meetings.models import AgendaItem, Attendance, Meeting
from workinggroups.meetings.models.meeting import MeetingKind, MeetingMode, MeetingStatus

if TYPE_CHECKING:
    import random

    from compact.reports.generating.ground import Ground
    from compact.reports.generating.making import Maker

PROJECTS_A_MEETING = 200
_FIRST, _LAST_HELD = datetime.date(2019, 5, 1), datetime.date(2026, 1, 1)


def meetings_make(maker: Maker, ground: Ground, projects: int) -> None:
    """A meeting for two hundred projects, and at least one of each group."""
    chance = maker.chance("meetings")
    count = max(len(ground.groups), projects // PROJECTS_A_MEETING)
    for start in range(0, count, BATCH):
        meetings = [_meeting(maker, chance, n) for n in range(start + 1, min(start + BATCH, count) + 1)]
        maker.store(meetings)
        groups = [(each, ground.groups[n % len(ground.groups)]) for n, each in enumerate(meetings, start)]
        maker.link(Meeting, "groups", ((each, group.pk) for each, group in groups))
        agenda, present = [], []
        for n, each in enumerate(meetings, start):
            agenda += [_item(maker, chance, each, n * 10 + position, position) for position in range(1, 4)]
            present += _present(maker, chance, ground, each, n * 20)
        maker.store(agenda)
        maker.store(present)


def _meeting(maker: Maker, chance: random.Random, n: int) -> Meeting:
    day = _FIRST + datetime.timedelta(days=chance.randrange(2900))
    place, zone = chance.choice(CITIES)
    known = chance.random() < 0.5
    return maker.row(
        Meeting,
        n,
        kind=MeetingKind.GROUP if n % 5 else MeetingKind.EVENT,
        title=f"{chance.choice(THEMES)[1]} (fictional meeting {n})",
        status=MeetingStatus.HELD if day < _LAST_HELD else MeetingStatus.PLANNED,
        start=day.isoformat() if known else f"{day:%Y-%m}",
        starts_at=datetime.datetime(day.year, day.month, day.day, 13, tzinfo=datetime.UTC) if known else None,
        zone=zone if known else "",
        mode=chance.choice(["", *MeetingMode.values]),
        place=place,
        head_count=chance.choice([None, chance.randint(8, 90)]),
        visibility=Visibility.ALL if chance.random() < 0.5 else Visibility.GROUP,
    )


def _item(maker: Maker, chance: random.Random, meeting: Meeting, number: int, position: int) -> AgendaItem:
    title = chance.choice(THEMES)[1]
    return maker.row(AgendaItem, number, meeting=meeting, position=position, title=title)


def _present(maker: Maker, chance: random.Random, ground: Ground, meeting: Meeting, number: int) -> list[Any]:
    if meeting.status != MeetingStatus.HELD:
        return []
    entities = chance.sample(ground.entities, min(8, len(ground.entities)))
    return [
        maker.row(Attendance, number + place, meeting=meeting, entity=entity) for place, entity in enumerate(entities)
    ]
