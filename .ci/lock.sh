#!/bin/sh
# Resolves pyproject.toml into the two locks: requirements.txt and requirements-dev.txt. Versions stay where they are unless
# pyproject.toml asks otherwise; UPGRADE=1 takes the newest that it allows.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

uv=${UV:-uv}
command -v "$uv" >/dev/null 2>&1 || { echo "uv is needed to resolve the locks: install it, or name it: UV=/path/to/uv make lock" >&2; exit 1; }

resolve() {
    "$uv" pip compile --quiet --universal --generate-hashes --no-annotate --no-header --python-version 3.12 \
        ${UPGRADE:+--upgrade} pyproject.toml "$@"
}

resolve --output-file requirements.txt
resolve --extra dev --constraints requirements.txt --output-file requirements-dev.txt
