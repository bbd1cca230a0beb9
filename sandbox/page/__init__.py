"""The browser page of the local Slack: act as a person, talk, click, read."""

from sandbox.page.mounting import mount

__all__ = ["mount"]
