# The bot for a MongoDB and a Redis of your own:
#   docker build --tag taskbot .
#   docker run --env-file .env --publish 3000:3000 taskbot

FROM python:3.11-slim-bookworm AS build
WORKDIR /build
# Everything is downloaded by the lock's hashes first; what the bot needs of it is then installed from there alone.
COPY requirements.lock ./
RUN pip download --no-cache-dir --require-hashes --requirement requirements.lock --dest /wheels
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-index --find-links /wheels .

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 taskbot
WORKDIR /home/taskbot
COPY --from=build /venv /venv
COPY manifest.yml ./
USER taskbot
ENV PATH="/venv/bin:$PATH" PYTHONUNBUFFERED=1 PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=4)"]
ENTRYPOINT ["taskbot"]
CMD ["run"]
