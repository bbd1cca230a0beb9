"""The parts of the sandbox, put together over one data directory."""

from pathlib import Path

from sandbox.delivery import Delivery
from sandbox.errors import SlackError
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.manifest import read_manifest
from sandbox.rates import Rates
from sandbox.request_url import RequestUrl
from sandbox.responses import Responses
from sandbox.socket_mode import Sockets
from sandbox.storage import Storage
from sandbox.traffic import Traffic
from sandbox.transport import Transport
from sandbox.triggers import Triggers
from sandbox.web_api import WebApi
from sandbox.workspace import Workspace


class LocalSlack:
    """One Slack: its workspace, its app as the manifest declares it, and what goes between the two."""

    def __init__(self, data_dir: Path, manifest: Path, base_url: str, request_url: str | None) -> None:
        self.base_url = base_url
        self.manifest = read_manifest(manifest)
        self._storage = Storage(data_dir / "sandbox.sqlite3")
        self.workspace = Workspace(self._storage, self.manifest.bot_name)
        self.traffic = Traffic()
        self.sockets = Sockets()
        self.responses = Responses(self.workspace, base_url)
        self.triggers = Triggers()
        self.rates = Rates()
        self.faults = Faults()
        # Taken as verified: the app itself may start later.
        url = request_url or self.manifest.request_url
        self.transport = Transport(self.sockets, self.traffic, self.workspace.clock, self._at(url) if url else None)
        self.delivery = Delivery(self.workspace, self.manifest, self.transport, self.responses, self.triggers)
        self.web_api = WebApi(
            self.workspace,
            self.manifest,
            self.sockets,
            self.triggers,
            self.rates,
            self.faults,
            self.traffic,
            base_url,
        )
        self._events = Events(self.workspace, self.manifest, self.transport, self.rates)

    async def deliver_over_sockets(self) -> None:
        """Send everything over the app's sockets from now on."""
        await self.transport.use(None)

    async def deliver_over_http(self, url: str) -> None:
        """Send everything to this request URL from now on, once the app there has given a challenge back.

        Raises SlackError: `url_verification_failed`, `dispatch_failed`.
        """
        request_url = self._at(url)
        try:
            await request_url.verify()
        except SlackError:
            await request_url.close()
            raise
        await self.transport.use(request_url)

    def begin_closing(self) -> None:
        """End what waits or is still to be sent; what is under way may finish."""
        self._events.close()
        self.sockets.close()
        self.workspace.announce_closing()

    async def close(self) -> None:
        """Let go of what is open."""
        await self.transport.use(None)
        self._storage.close()

    def _at(self, url: str) -> RequestUrl:
        credentials = self.workspace.credentials
        return RequestUrl(url, credentials.signing_secret, credentials.verification_token)
