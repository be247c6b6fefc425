# The image of web, worker and beat. Build: docker compose build

FROM python:3.11-slim-bookworm AS dependencies
COPY requirements.lock /tmp/
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --disable-pip-version-check --no-cache-dir --no-deps --only-binary :all: --require-hashes \
        -r /tmp/requirements.lock \
    && /opt/venv/bin/pip check

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DEBUG=0 \
    STATIC_ROOT=/srv/static \
    MEDIA_ROOT=/srv/media
RUN useradd --system --uid 10001 --home-dir /srv/app --shell /usr/sbin/nologin app \
    && install -d -o app -g app /srv/app /srv/media /srv/run
COPY --from=dependencies /opt/venv /opt/venv
COPY . /srv/app
WORKDIR /srv/app
# The secret of the build step exists only in this line; the container needs its own to start.
RUN install -d var \
    && export SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" ALLOWED_HOSTS=localhost \
    && python manage.py messages compile \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf var && install -d -o app -g app var
USER app
VOLUME /srv/media
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "3", \
     "--threads", "4", "--timeout", "60", "--max-requests", "2000", "--max-requests-jitter", "200", \
     "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-", \
     "--access-logformat", "%(h)s %(t)s \"%(m)s %(U)s %(H)s\" %(s)s %(b)s %(M)sms", "--no-control-socket"]
