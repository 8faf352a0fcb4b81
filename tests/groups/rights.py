"""Who keeps groups and terms, and the sentences of every no."""

from __future__ import annotations

from tests.cast import PERSONAS

KEEPERS = ("superuser", "secretariat")
OTHERS = tuple(persona for persona in PERSONAS if persona not in KEEPERS)

GROUPS_ARE_KEPT = "Groups and their status are kept by the secretariat. Write to it with the change you need."
TERMS_ARE_ENTERED = "Terms of office are entered by the secretariat. Write to it with the decision or letter."
