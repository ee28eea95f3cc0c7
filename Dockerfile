# One image for every process. Build stage: packages, front-end files, static files; final stage: nothing that builds.
FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements requirements
RUN python3 -m venv /opt/venv && /opt/venv/bin/pip install --quiet --require-hashes -r requirements/base.txt
COPY package.json package-lock.json .npmrc ./
COPY config/__init__.py config/
COPY config/setup config/setup
RUN python3 -m config.setup.assets && rm -rf node_modules .venv-node .venv-assets
COPY . .
RUN RATSSAAL_BOOTSTRAP=0 DATA_DIR=/tmp/build STATIC_ROOT=/app/static /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && chmod -R a+rX /app/static

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin ratssaal \
    && install -d -o ratssaal -g ratssaal -m 0700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 RATSSAAL_BOOTSTRAP=0 DATA_DIR=/data STATIC_ROOT=/app/static
USER ratssaal
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
    CMD ["python3", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}), timeout=4)"]
CMD ["python3", "manage.py", "serve", "--host", "0.0.0.0"]
