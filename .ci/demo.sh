#!/bin/sh
# Serves the real Compact from this folder: packages, database, data, accounts, static files, server. Can be run again at no cost.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

host=${HOST:-127.0.0.1}
port=${PORT:-8000}
export COMPACT_DEMO=1 DJANGO_SETTINGS_MODULE=compact.settings

# Before the long work: a taken port should not be found out a minute later.
if .venv/bin/python -c '' 2>/dev/null; then python=.venv/bin/python; else python=$(.ci/python.sh); fi
"$python" .ci/port.py "$host" "$port"

.ci/setup.sh demo
mkdir -p .demo
.venv/bin/python .ci/prepare_demo.py

case $host in *:*) host="[$host]" ;; esac
exec .venv/bin/python -m gunicorn --config .ci/demo_server.py --bind "$host:$port" compact.wsgi:application
