"""Checks that modules stay small: none over 400 lines; those over 300, and functions over 30, are warned of.

Prints how many lines of tests stand beside the code. Migrations do not count.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

APPS = ("compact", "workinggroups", "funding")
WALL, LARGE, LONG_FUNCTION = 400, 300, 30
NAMED_AT_MOST = 10


def modules(*folders: str) -> Iterator[Path]:
    """Yield the Python files of these folders, migrations apart."""
    for folder in folders:
        yield from (path for path in sorted(Path(folder).rglob("*.py")) if "migrations" not in path.parts)


def code_lines(path: Path) -> int:
    """Return how many lines of a file are not blank."""
    return sum(1 for line in path.read_text("utf-8").splitlines() if line.strip())


def body_length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return the length of a function in lines, its docstring apart."""
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def long_functions(path: Path) -> Iterator[str]:
    """Yield a description of each function of a file that is too long."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and body_length(node) > LONG_FUNCTION:
            yield f"{path}:{node.lineno} {node.name} has {body_length(node)} lines"


def has_definition(path: Path) -> bool:
    """Answer whether a file defines a function or a class."""
    body = ast.parse(path.read_text("utf-8")).body
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in body)


def name_some(kind: str, descriptions: list[str]) -> None:
    """Print the first few of some descriptions."""
    for words in descriptions[:NAMED_AT_MOST]:
        print(f"{kind}: {words}")
    if len(descriptions) > NAMED_AT_MOST:
        print(f"{kind}: and {len(descriptions) - NAMED_AT_MOST} more")


def main() -> int:
    """Report on every module; answer 1 when one is over the wall."""
    code, tests = list(modules(*APPS)), list(modules("tests"))
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in [*code, *tests, *modules(".ci")]}
    too_large = [f"{path} has {length} lines, over {WALL}" for path, length in lengths.items() if length > WALL]
    large = [f"{path} has {length} lines" for path, length in lengths.items() if LARGE < length <= WALL]
    name_some("warning", large + [words for path in code for words in long_functions(path)])
    median = statistics.median([lengths[path] for path in code if has_definition(path)] or [0])
    code_total, tests_total = sum(map(code_lines, code)), sum(map(code_lines, tests))
    ratio = tests_total / max(code_total, 1)
    print(f"{code_total} lines of code, {tests_total} of tests ({ratio:.2f} to 1); median module {median:g} lines")
    name_some("error", too_large)
    return int(bool(too_large))


if __name__ == "__main__":
    sys.exit(main())
