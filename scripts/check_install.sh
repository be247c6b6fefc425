#!/bin/sh
# Each lock alone in an empty environment: installed with the oldest pip that is supported (requirements-pip.lock) and
# without a cache, then every module of the project is imported.
# Usage: scripts/check_install.sh PYTHON
set -eu
cd "$(dirname "$0")/.."
python=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
unset PYTHONPATH DJANGO_SETTINGS_MODULE

for lock in requirements.lock requirements-dev.lock; do
    folder=$work/${lock%.lock}
    sh scripts/install.sh "$python" "$folder" requirements-pip.lock
    "$folder/bin/python" -m pip --version
    sh scripts/install.sh "$python" "$folder" "$lock"
    "$folder/bin/python" scripts/import_all.py
done
TEST_DATABASE=sqlite TEST_DB_NAME=check_install "$work/requirements-dev/bin/python" -m pytest -q -p no:cacheprovider tests/tooling/test_locks.py
