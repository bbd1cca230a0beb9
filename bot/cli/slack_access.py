"""What the doctor finds when it calls Slack: whether the tokens are taken, and with which scopes."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp

from bot.cli.findings import Finding, well, wrong
from bot.settings import Secret

ANSWER_S = 10

REMEDIES = {
    "invalid_auth": "copy it again from your Slack app's pages, whole",
    "not_authed": "copy it again from your Slack app's pages, whole",
    "account_inactive": "install the app to the workspace again and copy the new token",
    "token_revoked": "install the app to the workspace again and copy the new token",
    "token_expired": "install the app to the workspace again and copy the new token",
    "not_allowed_token_type": "it is a token of another kind; xoxb- is the bot's and xapp- the app's",
    "missing_scope": "make a new one that has the scope connections:write",
    "ratelimited": "Slack asks for a pause; run the doctor again in a minute",
}


class SlackSilent(Exception):
    """Slack, or what stands in for it, gave no answer of the Web API's shape."""


async def bot_token_findings(api_url: str, token: Secret, wanted: frozenset[str]) -> AsyncIterator[Finding]:
    """Try the bot's token, and compare its scopes (header `x-oauth-scopes` of auth.test) with those wanted."""
    try:
        answer, scopes = await call(api_url, "auth.test", token)
    except SlackSilent as problem:
        yield wrong(str(problem))
        return
    if not answer.get("ok"):
        yield refused("SLACK_BOT_TOKEN", answer)
        return
    yield well(f"SLACK_BOT_TOKEN is {answer.get('user')} in the workspace {answer.get('team')}")
    missing = sorted(wanted - scopes)
    if missing:
        yield wrong(
            f"The bot lacks the scopes {', '.join(missing)}: add them on your Slack app's page "
            '"OAuth & Permissions" (`taskbot manifest` has them all) and install the app to the workspace again.'
        )
    else:
        yield well("the bot has every scope that it needs")


async def app_token_finding(api_url: str, token: Secret) -> Finding:
    """Try the app's token by asking for a Socket Mode address, which is then left unused."""
    try:
        answer, _ = await call(api_url, "apps.connections.open", token)
    except SlackSilent as problem:
        return wrong(str(problem))
    return well("SLACK_APP_TOKEN opens Socket Mode") if answer.get("ok") else refused("SLACK_APP_TOKEN", answer)


def refused(key: str, answer: dict[str, Any]) -> Finding:
    """Word a refusal of Slack's."""
    error = str(answer.get("error"))
    remedy = REMEDIES.get(error, "look the error up in Slack's documentation of the method")
    return wrong(f"{key} is refused ({error}): {remedy}.")


async def call(api_url: str, method: str, token: Secret) -> tuple[dict[str, Any], frozenset[str]]:
    """Call one method; gives its answer and the token's scopes. Raises `SlackSilent`."""
    headers = {"Authorization": f"Bearer {token.reveal()}"}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S), headers=headers) as session,
            session.post(api_url + method) as response,
        ):
            answer = await response.json(content_type=None)
            scopes = response.headers.get("x-oauth-scopes", "")
    except (aiohttp.ClientError, TimeoutError, ValueError) as problem:
        raise SlackSilent(
            f"{api_url}{method} does not answer ({type(problem).__name__}): "
            "look at the network and the firewall, or correct SLACK_API_URL."
        ) from problem
    if not isinstance(answer, dict):
        raise SlackSilent(f"{api_url} is not Slack's Web API: correct SLACK_API_URL.")
    return answer, frozenset(scope.strip() for scope in scopes.split(",") if scope.strip())
