# The bot as an image: its own user, nothing to build with, one folder to write to.
#   docker build --tag danvan .
#   docker run --init --stop-timeout 45 --env TELEGRAM_BOT_TOKEN --volume danvan:/data danvan

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
RUN python -m venv /opt/danvan
ENV PATH=/opt/danvan/bin:$PATH
# What changes seldom first: a change of the code installs no library anew.
COPY requirements-deploy.lock ./
RUN pip install --require-hashes --requirement requirements-deploy.lock
COPY pyproject.toml README.md LICENSE ./
COPY corpus corpus
COPY retrieval retrieval
COPY bot bot
RUN pip install --no-deps --no-build-isolation . \
    && pip uninstall --yes setuptools pip \
    && python -m compileall -q /opt/danvan/lib

FROM python:3.12-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin danvan \
    && install --directory --owner=danvan --group=danvan --mode=0700 /data
COPY --from=build /opt/danvan /opt/danvan
ENV PATH=/opt/danvan/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DANVAN_HOME=/data \
    DANVAN_LOG_FORMAT=json \
    DANVAN_METRICS_LISTEN=127.0.0.1:9100
USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:9100/healthz', timeout=3)"]
ENTRYPOINT ["danvan"]
CMD ["run", "--no-open"]
