"""Loading agreements and instruments: who signed what with which title, and what belongs to what."""

from __future__ import annotations

import pytest

from compact.agreements.models import Agreement, Instrument, InstrumentKind, Signature
from compact.entities.models import Person
from compact.kernel.records import Evidence
from compact.reports.loading.signatories import Signatory, name_split, signatories, unnamed

pytestmark = pytest.mark.django_db

MEMORANDUM = "Memorandum of understanding on cooperation against terrorism and violent extremism (IPU, UNODC, UNOCT)"


def signed(title: str) -> list[tuple[str, str, str]]:
    """Party, person and title of each signature of the agreement."""
    return [
        (str(each.entity or each.party or "–"), str(each.person or "–"), each.title)
        for each in Signature.objects.filter(agreement__title_en=title).order_by("pk")
    ]


def test_there_are_eighteen_agreements_each_with_a_source_and_a_party(loaded: str) -> None:
    assert Agreement.objects.count() == 18
    assert not Agreement.objects.filter(source="").exists()
    assert not Agreement.objects.filter(signatures__isnull=True).exists()
    assert set(Agreement.objects.values_list("evidence", flat=True)) == {Evidence.PAGE, Evidence.SEED}


def test_the_memorandum_of_8_may_2019_names_who_signed_it_with_their_titles_then(loaded: str) -> None:
    memorandum = Agreement.objects.get(title_en=MEMORANDUM)
    assert (memorandum.signed_on, memorandum.place, memorandum.evidence) == ("2019-05-08", "Geneva", Evidence.SEED)
    assert signed(MEMORANDUM) == [
        ("IPU", "Martin Chungong", "Secretary General"),
        ("UNODC", "Yury Fedotov", "Executive Director"),
        ("UNOCT", "Vladimir Voronkov", "Under-Secretary-General"),
    ]


def test_the_union_of_parliaments_signed_the_compact_in_geneva_the_same_day(loaded: str) -> None:
    joined = Agreement.objects.get(title_en="IPU's signature of the Compact")
    assert (joined.signed_on, joined.place) == ("2019-05-08", "Geneva")
    assert signed(joined.title) == [("IPU", "Martin Chungong", "Secretary General")]


def test_a_person_who_signs_several_agreements_is_one_person(loaded: str) -> None:
    head = Person.objects.get(family_name="Voronkov")
    assert head.signatures.count() == 10
    assert set(head.signatures.values_list("entity__code", "title")) == {("UNOCT", "Under-Secretary-General")}
    assert Person.objects.count() == 14


def test_who_signed_for_a_party_outside_stands_beside_it(loaded: str) -> None:
    assert signed("Host country agreement for the UNOCT programme office in Rabat") == [
        ("UNOCT", "Vladimir Voronkov", "Under-Secretary-General"),
        ("Morocco (MAR)", "Nasser Bourita", "Minister of Foreign Affairs"),
    ]
    assert Person.objects.get(given_name__startswith="Ahmed").family_name == "Al Mahmoud"


def test_a_party_is_on_record_where_nobody_says_who_signed_for_it(loaded: str) -> None:
    assert signed("Agreement on the International Hub on Behavioural Insights") == [
        ("UNOCT", "–", ""),
        ("Qatar (QAT)", "–", ""),
    ]


def test_what_names_nobody_goes_to_the_note_and_makes_no_person(loaded: str) -> None:
    compact = Agreement.objects.get(title_en="United Nations Global Counter-Terrorism Coordination Compact")
    assert compact.note.endswith("Also: 36 UN entities in all; heads of entities signed on or after that day.")
    assert compact.other_parties == ""
    assert signed(compact.title)[-1] == ("–", "António Guterres", "Secretary-General")
    assert not Person.objects.filter(family_name__in=["day", "all"]).exists()


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        (InstrumentKind.LEGAL_INSTRUMENT, 19),
        (InstrumentKind.GA_RESOLUTION, 16),
        (InstrumentKind.SC_RESOLUTION, 35),
        (InstrumentKind.SG_DOCUMENT, 8),
        (InstrumentKind.PILLAR, 4),
        (InstrumentKind.PROGRAMME, 2),
        (InstrumentKind.PRIORITY, 5),
    ],
)
def test_the_instruments_of_each_kind_are_all_there(loaded: str, kind: str, count: int) -> None:
    assert Instrument.objects.filter(kind=kind).count() == count


def test_every_instrument_has_a_source(loaded: str) -> None:
    assert Instrument.objects.count() == 78 + 11
    assert not Instrument.objects.filter(source="").exists()


def test_the_four_pillars_and_the_five_priorities_stand_below_their_documents(loaded: str) -> None:
    strategy = Instrument.objects.get(code="A/RES/60/288")
    assert list(strategy.parts.order_by("code").values_list("code", flat=True)) == [
        "PILLAR-I",
        "PILLAR-II",
        "PILLAR-III",
        "PILLAR-IV",
    ]
    assert strategy.link == "https://undocs.org/A/RES/60/288"
    programme = Instrument.objects.get(code="JPOW-2024-2026")
    assert programme.parts.filter(kind=InstrumentKind.PRIORITY).count() == 5
    assert all(part.title_en and part.title_fr for part in programme.parts.all())


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("CPPNM-A-2005", "CPPNM-1980"),
        ("SUA-P-2005", "SUA-1988"),
        ("SUAPROT-1988", "SUA-1988"),
        ("SUAPROT-P-2005", "SUAPROT-1988"),
        ("AIRPORT-1988", "MONTREAL-1971"),
        ("BEIJING-PROT-2010", "HAGUE-1970"),
        ("MONTREAL-PROT-2014", "TOKYO-1963"),
    ],
)
def test_a_protocol_or_amendment_stands_below_its_convention(loaded: str, code: str, parent: str) -> None:
    assert Instrument.objects.get(code=code).parent.code == parent


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Martin Chungong", "Martin", "Chungong"),
        ("Juan Carlos Salazar", "Juan Carlos", "Salazar"),
        ("Ahmed bin Abdullah bin Zaid Al Mahmoud", "Ahmed bin Abdullah bin Zaid", "Al Mahmoud"),
        ("Ursula von der Leyen", "Ursula", "von der Leyen"),
        ("Al Gore", "Al", "Gore"),
        ("Suharto", "", "Suharto"),
    ],
)
def test_a_full_name_is_split_before_the_family_name(name: str, given: str, family: str) -> None:
    assert name_split(name) == (given, family)


def test_a_title_tells_the_entity_by_its_acronym_alone() -> None:
    people = ["Ada Hale (WCO Secretary General)", "Bo Lind (Director, UNODCX)", "Under-Secretary-General of something"]
    assert signatories(people, ["WCO", "UNODC"], []) == [
        Signatory("WCO", "", "Ada", "Hale", "Secretary General"),
        Signatory("UNODC"),
        Signatory("", "", "Bo", "Lind", "Director, UNODCX"),
    ]
    assert unnamed(people) == ["Under-Secretary-General of something"]


def test_nobody_is_said_to_sign_for_one_of_several_parties_outside() -> None:
    found = signatories(["Ada Hale (Minister)"], [], ["Qatar (QAT)", "Spain (ESP)"])
    assert found == [Signatory(party="Qatar (QAT)"), Signatory(party="Spain (ESP)"), found[2]]
    assert (found[2].family_name, found[2].party) == ("Hale", "")
