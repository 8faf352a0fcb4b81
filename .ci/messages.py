"""The message catalogues: which options collect them, how they are compiled, and whether they are complete.

``messages.py options`` prints the arguments of makemessages, ``messages.py compile`` writes each .mo beside its
.po, and ``messages.py check`` collects the texts anew in a copy of the tree and compares: no text missing or left
over, none untranslated or fuzzy, the same placeholders on both sides, compiled files up to date.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE = Path("compact/locale")
IGNORED = ("tests", "docs", "static", "migrations", "requirements*.txt")
COPIED = ("manage.py", "compact", "workinggroups", "funding", "templates")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")

type Key = tuple[str, str, str]
type Value = tuple[str, ...]


def catalogues() -> list[Path]:
    """Return the committed catalogues."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def options() -> list[str]:
    """Return the arguments that makemessages takes in this project."""
    languages = sorted({path.parts[-3] for path in catalogues()}) or ["fr"]
    given = [f"--locale={language}" for language in languages]
    return [*given, *(f"--ignore={pattern}" for pattern in IGNORED), "--no-location", "--no-obsolete"]


def compile_catalogues() -> None:
    """Write each .mo beside its .po."""
    for path in catalogues():
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def key_of(entry: polib.POEntry | polib.MOEntry) -> Key:
    """Return what identifies a text: its context, itself, its plural."""
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def value_of(entry: polib.POEntry | polib.MOEntry) -> Value:
    """Return the translations of a text, one for each plural form."""
    return tuple(entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)) or (entry.msgstr,)


def collected(path: Path, folder: Path) -> set[Key]:
    """Return the texts that the code holds for a catalogue, collected in a copy of the tree."""
    return {key_of(entry) for entry in polib.pofile(str(folder / path)) if not entry.obsolete}


def collect_into(folder: Path) -> None:
    """Copy the tree into ``folder`` and run makemessages there, from empty catalogues."""
    for name in COPIED:
        source = Path(name)
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo"))
        elif source.exists():
            shutil.copy(source, folder / name)
    command = [sys.executable, "manage.py", "makemessages", "--verbosity=0", *options()]
    environment = os.environ | {"COMPACT_DEMO": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, cwd=folder, env=environment, check=True)


def placeholders(*texts: str) -> set[str]:
    """Return the placeholders in some texts."""
    return {found for text in texts for found in PLACEHOLDER.findall(text)}


def placeholder_problem(entry: polib.POEntry) -> bool:
    """Answer whether a translation names other values than its text (a plural form may name fewer)."""
    if not any(flag.endswith("-format") and not flag.startswith("no-") for flag in entry.flags):
        return False
    wanted = placeholders(entry.msgid, entry.msgid_plural or "")
    if entry.msgid_plural:
        return any(not placeholders(text) <= wanted for text in value_of(entry))
    return placeholders(entry.msgstr) != wanted


def plural_problem(entry: polib.POEntry, forms: int) -> bool:
    """Answer whether a text with a plural has another number of forms than its language."""
    return bool(entry.msgid_plural) and len(entry.msgstr_plural) != forms


def entry_problem(entry: polib.POEntry, forms: int) -> str:
    """Return what is wrong with one translation, or nothing."""
    if entry.fuzzy:
        return "fuzzy"
    if not all(value_of(entry)):
        return "not translated"
    if plural_problem(entry, forms):
        return f"not {forms} plural forms"
    return "other placeholders in the translation" if placeholder_problem(entry) else ""


def problems_of(path: Path, texts: set[Key]) -> Iterator[str]:
    """Yield what is wrong with one committed catalogue, given the texts of the code."""
    catalogue = polib.pofile(str(path))
    entries = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    found = re.search(r"nplurals=(\d)", catalogue.metadata.get("Plural-Forms", ""))
    forms = int(found[1]) if found else 2
    for key in sorted(texts - entries.keys()):
        yield f"not in the catalogue: {key[1]!r}"
    for key in sorted(entries.keys() - texts):
        yield f"not in the code any more: {key[1]!r}"
    for key, entry in entries.items():
        if problem := entry_problem(entry, forms):
            yield f"{problem}: {key[1]!r}"
    compiled_path = path.with_suffix(".mo")
    compiled = polib.mofile(str(compiled_path)) if compiled_path.exists() else []
    if {key_of(entry): value_of(entry) for entry in compiled} != {
        key: value_of(entry) for key, entry in entries.items() if entry.translated()
    }:
        yield f"{compiled_path.name} does not hold what {path.name} says"


def check() -> int:
    """Print every problem of every catalogue; answer 1 when there is one."""
    if not catalogues():
        print(f"There is no catalogue below {LOCALE}.")
        return 1
    if not shutil.which("xgettext"):
        print("xgettext is needed to collect the texts: install gettext.")
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        collect_into(folder)
        problems = [f"{path}: {words}" for path in catalogues() for words in problems_of(path, collected(path, folder))]
    if problems:
        print(*problems, "Run make messages, complete the translations, run it again and commit.", sep="\n")
    return int(bool(problems))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["options"]:
            print(*options(), sep="\n")
        case ["compile"]:
            compile_catalogues()
        case ["check"]:
            sys.exit(check())
        case _:
            sys.exit("usage: .ci/messages.py options|compile|check")
