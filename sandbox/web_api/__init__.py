"""The Web API: a table of methods, and the door through which every call of them goes."""

from sandbox.web_api.door import WebApi

__all__ = ["WebApi"]
