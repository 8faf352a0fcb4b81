"""A few hand-written records: some are the same work in two languages, most are not."""

from __future__ import annotations

import datetime
from typing import Final

from compact.matching.records import Record


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


BORDER_EN: Final = Record(
    "border-en",
    ("Training border guards in Mali to detect forged travel documents",),
    (
        "The project trains 240 border guards at the posts of Kidira and Gao. "
        "Instructors show how to recognise forged passports. Equipment for document examination is handed over.",
    ),
    frozenset({"UNODC", "INTERPOL"}),
    frozenset({"MLI"}),
    day("2024-03-01"),
    day("2025-08-31"),
    480_000.0,
    "USD",
    frozenset({"border"}),
)
BORDER_FR: Final = Record(
    "border-fr",
    ("Formation des gardes-frontières au Mali à la détection des faux documents de voyage",),
    (
        "Le projet forme 240 gardes-frontières aux postes de Kidira et de Gao. "
        "Des instructeurs montrent comment reconnaître les faux passeports. "
        "Du matériel d'examen des documents est remis.",
    ),
    frozenset({"UNODC"}),
    frozenset({"MLI"}),
    day("2024-03-01"),
    day("2025-09-30"),
    480_000.0,
    "USD",
    frozenset({"border"}),
)
PRISON_EN: Final = Record(
    "prison-en",
    ("Rehabilitation of violent extremist prisoners in Niger - Phase I",),
    ("Prison staff learn to assess risk. Former detainees receive vocational training in Niamey.",),
    frozenset({"UNICRI"}),
    frozenset({"NER"}),
    day("2022-01-01"),
    day("2022-12-31"),
    900_000.0,
    "USD",
    frozenset({"prison"}),
)
PRISON_NEXT: Final = Record(
    "prison-next",
    ("Rehabilitation of violent extremist prisoners in Niger - Phase II",),
    ("Prison staff learn to assess risk. Former detainees receive vocational training in Zinder.",),
    frozenset({"UNICRI"}),
    frozenset({"NER"}),
    day("2023-01-15"),
    day("2024-01-14"),
    1_100_000.0,
    "USD",
    frozenset({"prison"}),
)
OTHERS: Final = tuple(
    Record(f"other-{number}", (title,), (summary,), frozenset({entity}), frozenset({country}), day(start))
    for number, (title, summary, entity, country, start) in enumerate(
        [
            (
                "Passenger data against terrorist travel",
                "States set up passenger information units.",
                "ICAO",
                "KEN",
                "2021-05-01",
            ),
            (
                "Soutien aux victimes du terrorisme",
                "Les associations de victimes reçoivent un appui.",
                "UNOCT",
                "TUN",
                "2020-02-01",
            ),
            (
                "Countering the financing of terrorism",
                "Financial intelligence units exchange data.",
                "UNODC",
                "NGA",
                "2019-09-01",
            ),
            (
                "Protection des cibles vulnérables",
                "Les stades et les lieux de culte sont mieux protégés.",
                "UNICRI",
                "MAR",
                "2023-06-01",
            ),
            (
                "Parliaments and counter-terrorism laws",
                "Members of parliament review draft laws.",
                "IPU",
                "TCD",
                "2022-04-01",
            ),
            (
                "Maritime security in the Gulf of Guinea",
                "Coast guards train to board ships.",
                "IMO",
                "GHA",
                "2024-01-01",
            ),
            (
                "Engagement des jeunes contre la violence",
                "Des clubs de jeunes organisent des débats.",
                "UNESCO",
                "BFA",
                "2021-11-01",
            ),
            (
                "Digital evidence in terrorism cases",
                "Prosecutors request electronic evidence abroad.",
                "CTED",
                "JOR",
                "2020-10-01",
            ),
            (
                "Community policing and trust",
                "Police officers meet community leaders every month.",
                "UNDP",
                "SOM",
                "2023-03-01",
            ),
            (
                "Lutte contre les engins explosifs improvisés",
                "Des démineurs apprennent à neutraliser les engins.",
                "UNMAS",
                "CMR",
                "2022-08-01",
            ),
        ]
    )
)
ALL: Final = (BORDER_EN, BORDER_FR, PRISON_EN, PRISON_NEXT, *OTHERS)
