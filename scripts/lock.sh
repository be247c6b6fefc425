#!/bin/sh
# Pin the dependencies of pyproject.toml with their hashes. The files name no package index.
# Usage: scripts/lock.sh PYTHON [uv options, e.g. --upgrade]
set -eu
python=$1
shift
tool=var/lock-tool

test -x "$tool/bin/uv" || { "$python" -m venv "$tool" && "$tool/bin/pip" install --quiet uv; }

compile() {
    "$tool/bin/uv" pip compile pyproject.toml --quiet --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links "$@"
}
compile --output-file requirements.lock "$@"
compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock "$@"
