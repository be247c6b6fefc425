#!/bin/sh
# All checks that need no test run. Each runs even if an earlier one failed; fails if any did.
# Usage: scripts/check.sh BIN_FOLDER
set -u
bin=$1
failed=""

step() {
    name=$1
    shift
    printf '\n-- %s\n' "$name"
    "$@" || failed="$failed $name;"
}

deployment() {
    secret=$("$bin/python" -c 'import secrets; print(secrets.token_urlsafe(50))')
    env DEBUG=0 SECRET_KEY="$secret" ALLOWED_HOSTS=assessment.example.org \
        "$bin/python" manage.py check --deploy --fail-level WARNING
}

step "lint" "$bin/ruff" check .
step "format" "$bin/ruff" format --check .
step "types" "$bin/mypy" config foundation organization assessment evaluation worklog demo tests bench scripts
step "import contracts" "$bin/lint-imports" --no-cache
step "migrations" "$bin/python" manage.py makemigrations --check --dry-run
step "translations" "$bin/python" manage.py messages check
step "deployment" deployment

if [ -n "$failed" ]; then
    printf '\nFailed:%s\n' "$failed"
    exit 1
fi
printf '\nAll checks passed.\n'
