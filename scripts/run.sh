#!/bin/sh
# Start the system for trying it out: tables, texts, demo data the first time, then the server.
# Usage: scripts/run.sh PYTHON ADDRESS:PORT
set -eu
python=$1
address=$2

mkdir -p var/static
"$python" manage.py migrate --noinput --verbosity 0
"$python" manage.py messages compile
"$python" manage.py demo --if-empty
printf '\n  %s\n\n' "http://$address/"
"$python" manage.py demo --logins
printf '\n  Stop with Ctrl+C. The data is kept in var/.\n\n'
export DJANGO_RUNSERVER_HIDE_WARNING=true
exec "$python" manage.py runserver --noreload --skip-checks "$address"
