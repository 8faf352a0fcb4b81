# shellcheck shell=sh
# What lint and run share: named steps, quiet when they pass, whole output when they fail, the failed ones named at the end.

export COMPACT_DEMO=1 DJANGO_SETTINGS_MODULE=compact.settings
py=.venv/bin/python
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'exit 130' INT TERM
started=$(date +%s)
failed=''

# step NAME COMMAND...: one line on success, the whole output on failure.
step() { step_showing '' "$@"; }

# step_showing PATTERN NAME COMMAND...: the same, with the lines of the output that match the pattern.
step_showing() {
    show=$1 name=$2 log=$logs/step began=$(date +%s)
    shift 2
    printf '%-34s ' "$name"
    if "$@" >"$log" 2>&1 </dev/null; then
        echo "ok, $(($(date +%s) - began)) s"
        if [ -n "$show" ]; then grep -E "$show" "$log" || :; fi
    else
        status=$?
        echo "FAILED (status $status), $(($(date +%s) - began)) s"
        cat "$log"
        echo "---- end of: $name"
        failed="$failed${failed:+, }$name"
        return 1
    fi
}

finish() {
    if [ -n "$failed" ]; then
        echo "FAILED after $(($(date +%s) - started)) s: $failed"
        exit 1
    fi
    echo "Every step passed in $(($(date +%s) - started)) s."
}

lint_steps() {
    step 'style (ruff check)' $py -m ruff check . || :
    step 'form (ruff format)' $py -m ruff format --check . || :
    step 'types (mypy)' $py -m mypy || :
    step 'import contract' $py -c 'import importlinter.cli as cli; cli.lint_imports_command()' --no-logo || :
    step_showing . 'sizes' $py .ci/sizes.py || :
    step 'locks' $py .ci/locks.py || :
    step 'vendored files' $py manage.py check_vendored || :
    step 'message catalogues' $py .ci/messages.py check || :
}
