# The bot for a MongoDB and a Redis of your own; compose.yaml starts it with both.
#   docker build --tag taskbot .
#   docker run --env-file .env --publish 3000:3000 taskbot

# To hold the base still as well, name it by its digest: --build-arg PYTHON=python:3.11-slim-bookworm@sha256:...
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS build
WORKDIR /build
# Wheels alone, each held against its hash: nothing is compiled, and no package's own code runs.
COPY deploy/requirements.lock ./
RUN pip download --no-cache-dir --require-hashes --only-binary :all: --requirement requirements.lock --dest /wheels
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
# From here on the network is not asked again.
RUN pip wheel --no-cache-dir --no-index --find-links /wheels --no-deps --wheel-dir /wheels . \
    && python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --no-index --find-links /wheels taskbot

FROM ${PYTHON}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Taskbot" \
      org.opencontainers.image.description="A Slack bot in which a team creates, assigns and finishes tasks together" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.revision="${REVISION}"
# What runs installs nothing.
RUN rm -rf /usr/local/lib/python3*/site-packages/* /usr/local/lib/python3*/ensurepip /usr/local/bin/pip* \
    && useradd --create-home --uid 10001 taskbot
COPY --from=build /venv /venv
USER 10001
WORKDIR /home/taskbot
ENV PATH="/venv/bin:$PATH" PYTHONUNBUFFERED=1 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\") or 3000}/healthz', timeout=4)"]
ENTRYPOINT ["taskbot"]
CMD ["run"]
