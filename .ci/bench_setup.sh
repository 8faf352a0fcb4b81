#!/bin/sh
# Makes .venv-bench: what .venv holds, seen through a path file, and on top the rivals of "make bench-matching", which are the
# extra "bench" of pyproject.toml and in neither lock. Does nothing when that extra is installed already.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."

home=.venv-bench
wanted=$(.venv/bin/python -c 'import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(sys.version.split()[0], *project["optional-dependencies"]["bench"], sep="\n")')

[ -x "$home/bin/python" ] && [ "$(cat "$home/wanted" 2>/dev/null)" = "$wanted" ] && exit 0

echo "Making $home with the rivals (the first time this may take a minute or two)"
rm -rf "$home"
.venv/bin/python -m venv "$home"
folder=$(.venv/bin/python -c 'import sys, sysconfig; print(sysconfig.get_path("purelib").removeprefix(sys.prefix))')
echo "../../../../.venv$folder" >"$home$folder/site.pth"
printf '%s\n' "$wanted" | tail -n +2 >"$home/asked.txt"
if ! "$home/bin/python" -m pip install --no-input --progress-bar=off -r "$home/asked.txt" >"$home/install.log" 2>&1; then
    echo "The rivals could not be installed (all of pip's words: $home/install.log)." >&2
    exit 1
fi
printf '%s\n' "$wanted" >"$home/wanted"
