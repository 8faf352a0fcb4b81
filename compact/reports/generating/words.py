"""The words that generated records are made of, in pairs of English and French."""

from __future__ import annotations

type Words = tuple[tuple[str, str], ...]

THEMES: tuple[tuple[str, str, str], ...] = (
    ("border-security", "Border security", "Sécurité aux frontières"),
    ("passenger-data", "Passenger data", "Données relatives aux passagers"),
    ("terrorism-financing", "Terrorism financing", "Financement du terrorisme"),
    ("prosecution", "Investigation and prosecution", "Enquêtes et poursuites"),
    ("prisons", "Prisons and rehabilitation", "Prisons et réadaptation"),
    ("victims", "Victims of terrorism", "Victimes du terrorisme"),
    ("youth", "Youth and sport", "Jeunesse et sport"),
    ("cyber", "New technologies", "Nouvelles technologies"),
    ("infrastructure", "Critical infrastructure", "Infrastructures critiques"),
    ("cbrn", "Chemical and biological weapons", "Armes chimiques et biologiques"),
    ("human-rights", "Human rights and gender", "Droits humains et genre"),
    ("strategies", "National strategies", "Stratégies nationales"),
)
"""Code and name of each theme."""

FORMS: dict[str, Words] = {
    "programme": (
        ("Global programme on", "Programme mondial sur"),
        ("Regional programme on", "Programme régional sur"),
        ("Multi-year programme on", "Programme pluriannuel sur"),
    ),
    "project": (
        ("Strengthening capacities in", "Renforcement des capacités en matière de"),
        ("Technical assistance on", "Assistance technique dans le domaine de"),
        ("Support to institutions:", "Appui aux institutions :"),
        ("Model legislation and training:", "Législation type et formation :"),
        ("Network of practitioners:", "Réseau de praticiens :"),
    ),
    "activity": (
        ("Workshop:", "Atelier :"),
        ("Table-top exercise:", "Exercice sur table :"),
        ("Expert mission:", "Mission d’experts :"),
        ("Online course:", "Cours en ligne :"),
        ("Study visit:", "Visite d’étude :"),
        ("Handbook:", "Manuel :"),
    ),
}
"""How the title of each kind of project begins."""

AUDIENCES: Words = (
    ("border guards", "gardes-frontières"),
    ("judges and prosecutors", "juges et procureurs"),
    ("parliamentarians", "parlementaires"),
    ("prison staff", "personnel pénitentiaire"),
    ("financial intelligence units", "services de renseignement financier"),
    ("young leaders", "jeunes dirigeants"),
    ("police trainers", "formateurs de la police"),
    ("teachers", "enseignants"),
)

INSTITUTIONS = (
    "Ministry of the Interior",
    "Ministry of Justice",
    "Customs Administration",
    "National Police",
    "Central Bank",
    "Civil Aviation Authority",
    "National Counter-Terrorism Centre",
    "Parliament",
    "Office of the Prosecutor General",
)

SENTENCES: Words = (
    ("The work rests on a request of the authorities.", "Les travaux reposent sur une demande des autorités."),
    ("Trainers are trained, who then train others.", "Des formateurs sont formés, qui en forment d’autres."),
    ("Entities share lessons learned at half-time.", "Les entités partagent leurs enseignements à mi-parcours."),
    ("Civil society takes part from the beginning.", "La société civile participe dès le début."),
    ("Materials are published in three languages.", "Les supports sont publiés en trois langues."),
    ("An evaluation closes the work.", "Une évaluation clôt les travaux."),
)

CONTRIBUTIONS = ("two trainers", "a meeting room", "translation of the materials", "an expert for a month", "software")

CITIES = (
    ("New York", "America/New_York"),
    ("Geneva", "Europe/Zurich"),
    ("Vienna", "Europe/Vienna"),
    ("Nairobi", "Africa/Nairobi"),
    ("Tashkent", "Asia/Tashkent"),
    ("Bangkok", "Asia/Bangkok"),
)

CURRENCIES: dict[str, int] = {"USD": 68, "EUR": 18, "JPY": 5, "GBP": 5, "CHF": 3, "KWD": 1}
"""How often amounts are in which currency, of a hundred; one has no decimals, one has three."""

RATES = {"JPY": 150, "KWD": 0.3}
"""Roughly how many units make a dollar, so that amounts look alike; no rate of record."""
