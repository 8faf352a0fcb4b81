#!/bin/sh
# Prints the path of a Python that serves (3.12 or later, with venv, ssl and a recent SQLite), or says in one sentence that there is none.
# Each candidate is run, not only looked for: a version manager's stand-in may be on PATH and start nothing.
# PYTHON=... in the environment is the only candidate when it is set.
set -u

probe='
import sys
if sys.version_info < (3, 12):
    sys.exit(1)
import ensurepip, sqlite3, ssl, venv
if sqlite3.sqlite_version_info < (3, 37):
    sys.exit(1)
print(getattr(sys, "_base_executable", sys.executable))
'

serves() {
    found=$("$1" -c "$probe" 2>/dev/null </dev/null) && [ -n "$found" ] && printf '%s\n' "$found"
}

if [ -n "${PYTHON:-}" ]; then
    serves "$PYTHON" && exit 0
    echo "PYTHON=$PYTHON does not serve: Python 3.12 or later with venv, ssl and SQLite 3.37 or later is needed." >&2
    exit 1
fi

for name in python3 python3.14 python3.13 python3.12; do
    command -v "$name" >/dev/null 2>&1 && serves "$name" && exit 0
done

# pyenv's folders: the one it is told, the usual one, and those beside a folder of PATH (HOME may be another one today).
roots="${PYENV_ROOT:-}:${HOME:-}/.pyenv"
old_ifs=$IFS
IFS=:
for folder in $PATH; do
    case $folder in */shims | */bin) roots="$roots:${folder%/*}" ;; esac
done
for root in $roots; do
    [ -d "$root/versions" ] || continue
    for pattern in 3.14 3.13 3.12; do
        for candidate in "$root/versions/$pattern"*/bin/python3; do
            [ -x "$candidate" ] && serves "$candidate" && exit 0
        done
    done
done
IFS=$old_ifs

echo "No Python serves: install Python 3.12 or later with its venv module, or name one: PYTHON=/path/to/python3 make ..." >&2
exit 1
