"""What can be wrong with the servers, each said with its remedy.

EngineError
    DataDirectoryRefused
    DataDirectoryBusy
    EngineMissing
    EngineFailed
    ServerUnreachable
    ServerRefused
"""


class EngineError(Exception):
    """A server that the bot needs is not to be had; the message is a sentence for the operator."""


class DataDirectoryRefused(EngineError):
    """The folder is not Taskbot's own, or cannot be used."""


class DataDirectoryBusy(EngineError):
    """Other processes hold the data directory."""


class EngineMissing(EngineError):
    """No binary of an embedded engine is installed."""


class EngineFailed(EngineError):
    """An embedded engine did not start, or did not become ready."""


class ServerUnreachable(EngineError):
    """A given server did not answer within the time allowed."""


class ServerRefused(EngineError):
    """A given server answered, but cannot serve the bot as it is."""
