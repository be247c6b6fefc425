#!/bin/sh
# Pin the dependencies of pyproject.toml with their hashes. The files name no package index.
# Whoever installs them resolves nothing, so they must be complete (tests/tooling/test_locks.py).
# Usage: scripts/lock.sh PYTHON [uv options, e.g. --upgrade]
set -eu
python=$1
shift
tool=var/lock-tool

mkdir -p var
sh scripts/install.sh "$python" "$tool" requirements-uv.lock

compile() {
    "$tool/bin/uv" pip compile pyproject.toml --quiet --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}
compile --output-file requirements.lock "$@"
compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock "$@"
