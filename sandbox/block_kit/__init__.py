"""Block Kit as Slack accepts it: what it would refuse, and the ids that it makes up."""

from sandbox.block_kit.checks import problems
from sandbox.block_kit.ids import with_ids
from sandbox.block_kit.rules import Problem

__all__ = ["Problem", "problems", "with_ids"]
