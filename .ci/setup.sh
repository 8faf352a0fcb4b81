#!/bin/sh
# Makes .venv and installs a lock into it: "setup.sh demo" what a site runs on, "setup.sh test" the development tools as well.
# Does nothing, at once, when that lock is installed already; "demo" never takes development tools away.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

case ${1:-} in
    demo) lock=requirements.txt locks=requirements.txt ;;
    test) lock=requirements-dev.txt locks='requirements.txt requirements-dev.txt' ;;
    *) echo "usage: .ci/setup.sh demo|test" >&2 && exit 2 ;;
esac

identity='import sys; print(sys.base_prefix, sys.version)'

installed() {
    [ ! -e .venv/incomplete ] && .venv/bin/python -c 'import pip' 2>/dev/null || return 1
    for name in $locks; do
        cmp -s "$name" ".venv/installed/$name" || return 1
    done
    [ -z "${PYTHON:-}" ] || same_python "$PYTHON"
}

same_python() {
    [ "$(.venv/bin/python -c "$identity" 2>&1)" = "$("$1" -c "$identity" 2>&1)" ]
}

usable() {
    [ ! -e .venv/incomplete ] || return 1
    .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null || return 1
    [ -z "${PYTHON:-}" ] || same_python "$PYTHON"
}

installed && exit 0

if ! usable; then
    python=$(.ci/python.sh)
    echo "Making .venv with $("$python" --version) ($python)"
    rm -rf .venv
    mkdir .venv
    : >.venv/incomplete
    if ! "$python" -m venv .venv; then
        echo "The virtual environment .venv could not be made with $python." >&2
        exit 1
    fi
fi

exec .venv/bin/python .ci/install.py "$lock" $locks
