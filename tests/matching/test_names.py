"""Entities and people under several names: which are the same."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from compact.matching import names, spelling
from compact.matching.evidence import VALUES, Code, Verdict
from compact.matching.names import check_name, scan_names
from compact.matching.records import NamedRecord

if TYPE_CHECKING:
    from compact.matching.evidence import Match

UNODC = NamedRecord("unodc", ("United Nations Office on Drugs and Crime",), "entity", acronyms=("UNODC",))
ONUDC = NamedRecord("onudc", ("Office des Nations Unies contre la drogue et le crime",), "entity")
OTHERS = (
    NamedRecord("unoct", ("United Nations Office of Counter-Terrorism",), "entity", acronyms=("UNOCT", "BLT")),
    NamedRecord("wco", ("World Customs Organization",), "entity", acronyms=("WCO", "OMD")),
    NamedRecord("who", ("World Health Organization",), "entity", acronyms=("WHO", "OMS")),
    NamedRecord("mali", ("Ministry of the Interior of Mali",), "entity"),
    NamedRecord("niger", ("Ministry of the Interior of Niger",), "entity"),
    NamedRecord("ipu", ("Inter-Parliamentary Union",), "entity", acronyms=("IPU", "UIP")),
)


def entity(*names: str, acronyms: tuple[str, ...] = (), key: str = "new", country: str = "") -> NamedRecord:
    return NamedRecord(key, names, "entity", acronyms=acronyms, country=country)


def person(name: str, key: str = "new", *, email: str = "", parent: str = "") -> NamedRecord:
    return NamedRecord(key, (name,), "person", email=email, parent=parent)


def verdict(a: NamedRecord, b: NamedRecord) -> Verdict | None:
    crowd = [b, *OTHERS, *(person(f"{first} {last}", f"{first}{last}") for first, last in CROWD)]
    return next((match.verdict for match in check_name(a, crowd) if match.b == b.key), None)


CROWD = (
    ("Amina", "Diallo"),
    ("Paul", "Martin"),
    ("Lucía", "Gómez"),
    ("Ivan", "Petrov"),
    ("Li", "Wei"),
    ("Omar", "Haddad"),
)


def codes(match: Match) -> set[Code]:
    return {each.code for each in match.evidence}


def test_an_entity_in_two_languages_is_one() -> None:
    assert verdict(UNODC, ONUDC) is Verdict.SAME_WORK


def test_an_acronym_is_found_by_the_initials_of_the_french_name() -> None:
    match = check_name(entity("ONUDC"), [ONUDC, *OTHERS])[0]
    assert (match.b, match.verdict) == ("onudc", Verdict.SAME_WORK)


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("UNODC", "United Nations Office on Drugs and Crime"),
        ("ONUDC", "Office des Nations Unies contre la drogue et le crime"),
        ("U.N.O.C.T.", "United Nations Office of Counter-Terrorism"),
        ("OMS", "Organisation mondiale de la Santé"),
        ("FAO", "Food and Agriculture Organization of the United Nations"),
        ("UNESCO", "United Nations Educational, Scientific and Cultural Organization"),
        ("OHCHR", "Office of the High Commissioner for Human Rights"),
        ("OSCE", "Organization for Security and Co-operation in Europe"),
        ("CTED", "Counter-Terrorism Committee Executive Directorate"),
        ("DOTA", "Department of Training and Awareness"),
    ],
)
def test_an_acronym_is_spelt_by_the_initials(acronym: str, name: str) -> None:
    assert spelling.spells(acronym, name)


@pytest.mark.parametrize(
    ("acronym", "name"), [("UN", "United Nations"), ("WHO", "World Customs Organization"), ("", "A")]
)
def test_what_is_too_short_or_other_spells_nothing(acronym: str, name: str) -> None:
    assert not spelling.spells(acronym, name)


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("UNODA", "United Nations Office on Drugs and Crime"),
        ("OIAC", "Office of Information and Communications Technology"),
        ("DEAF", "Department of Economic and Financial Affairs"),
        ("DFAT", "Directorate of Fisheries and Border Training"),
    ],
)
def test_no_word_is_passed_over_where_a_small_one_gives_a_letter(acronym: str, name: str) -> None:
    assert not spelling.spells(acronym, name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            entity("United Nations Office for Disarmament Affairs", acronyms=("UNODA",), key="unoda"),
            UNODC,
        ),
        (
            entity(
                "Organisation for the Prohibition of Chemical Weapons",
                "Organisation pour l'interdiction des armes chimiques",
                acronyms=("OPCW", "OIAC"),
                key="opcw",
            ),
            entity("Office of Information and Communications Technology", acronyms=("OICT",), key="oict"),
        ),
    ],
)
def test_an_acronym_of_one_name_is_not_made_of_another_names_initials(one: NamedRecord, other: NamedRecord) -> None:
    for a, b in ((one, other), (other, one)):
        evidence = names.compare(a, b, lambda part: 4.0)
        assert Code.ACRONYM_OF_NAME not in codes(evidence)
        assert Code.ACRONYM_DIFFERENT in codes(evidence)
        assert verdict(a, b) is None


def test_an_acronym_without_a_name_of_its_own_is_explained_by_anothers() -> None:
    short = entity("UNODC", acronyms=("ONUDC",), key="short")
    assert Code.ACRONYM_OF_NAME in codes(names.compare(short, ONUDC, lambda part: 4.0))


def test_a_former_name_counts_like_any_other() -> None:
    renamed = entity("Bureau for Border Affairs", "Agency for Frontier Posts")
    assert verdict(entity("Agency for Frontier Posts", key="old"), renamed) is Verdict.SAME_WORK


def test_another_spelling_of_a_word_is_the_same_entity() -> None:
    assert verdict(entity("World Customs Organisation"), OTHERS[1]) is Verdict.SAME_WORK


def test_the_same_ministry_of_another_country_is_another_entity() -> None:
    assert verdict(OTHERS[3], OTHERS[4]) is not Verdict.SAME_WORK


def test_a_different_country_speaks_against() -> None:
    here, there = entity("Police School", country="MLI"), entity("Police School", key="there", country="NER")
    match = check_name(here, [there])[0]
    assert Code.COUNTRIES_DIFFERENT in codes(match)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KONÉ Awa", "Awa Koné"),
        ("Awa KONE", "Mme Awa Koné"),
        ("N'Diaye Fatou", "Dr Fatou Ndiaye"),
        ("H.E. Mr. Mohammed Ould Ahmed", "Mohamed Ould Ahmad"),
        ("Jean-Pierre Dupont", "DUPONT Jean Pierre"),
        ("Oumar Traoré", "Umar Traore"),
        ("S.E.M. Youssouf Al-Khatib", "Yusuf al Khatib"),
    ],
)
def test_another_order_accent_title_or_transliteration_is_the_same_person(one: str, other: str) -> None:
    assert verdict(person(one), person(other, "other")) is Verdict.SAME_WORK


@pytest.mark.parametrize(
    ("one", "other"), [("Awa Koné", "Ali Koné"), ("Jean Dupont", "Paul Dupont"), ("Awa Koné", "Koné")]
)
def test_a_shared_family_name_is_not_enough(one: str, other: str) -> None:
    assert verdict(person(one), person(other, "other")) is not Verdict.SAME_WORK


def test_initials_are_possible_and_an_address_makes_them_sure() -> None:
    short, full = person("A. Koné", email="akone@example.org"), person("Awa Koné", "full", email="AKone@example.org")
    bare = check_name(person("A. Koné"), [person("Awa Koné", "full")])[0]
    assert bare.verdict is Verdict.RELATED
    assert Code.NAME_INITIALS in codes(bare)
    sure = check_name(short, [full])[0]
    assert sure.verdict is Verdict.SAME_WORK
    assert Code.EMAIL_SAME in codes(sure)


def test_a_rare_name_tells_more_than_a_common_one() -> None:
    common = [person(f"Mohamed {part}", part) for part in ("Ali", "Sow", "Bah", "Fall", "Sy", "Ba", "Ly")]
    twins = [person("Mohamed Ly", "twin"), person("Zéphirin Ly", "rare"), person("Zephirin Ly", "rarer")]
    found = {(match.a, match.b): match.probability for match in scan_names([*common, *twins])}
    assert found["rare", "rarer"] >= found["Ly", "twin"]


def test_a_person_never_matches_an_entity() -> None:
    assert list(scan_names([person("Unodc", "p"), entity("UNODC", key="e")])) == []


def test_a_record_does_not_match_itself_and_only_allowed_ones_are_answered() -> None:
    records = [person("Awa Koné", "a"), person("Koné Awa", "b"), person("Awa Kone", "c")]
    assert {match.b for match in check_name(records[0], records)} == {"b", "c"}
    assert {match.b for match in check_name(records[0], records, allowed={"c"})} == {"c"}
    assert len(check_name(records[0], records, 1)) == 1


def test_a_scan_answers_every_pair_once_and_as_a_check_does() -> None:
    records = [UNODC, ONUDC, *OTHERS, person("Awa Koné", "a"), person("Koné Awa", "b")]
    found = [(match.a, match.b) for match in scan_names(records)]
    assert len(found) == len(set(found))
    assert {("onudc", "unodc"), ("a", "b")} <= set(found)


def test_the_weights_and_the_prior_add_up_and_carry_their_values() -> None:
    for match in scan_names([UNODC, ONUDC, *OTHERS, person("Awa Koné", "a"), person("A. Koné", "b", parent="wco")]):
        odds = match.prior + sum(each.weight for each in match.evidence)
        assert match.probability == pytest.approx(1 / (1 + math.exp(-odds)))
        assert all(tuple(each.values) == VALUES[each.code] for each in match.evidence)
