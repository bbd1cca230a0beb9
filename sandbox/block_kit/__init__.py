"""Block Kit as Slack accepts it: what it would refuse, and the ids that it makes up."""

from sandbox.block_kit.checks import options_problems, problems
from sandbox.block_kit.ids import with_ids
from sandbox.block_kit.rules import Problem
from sandbox.block_kit.view_checks import checked_view, view_problems

__all__ = ["Problem", "checked_view", "options_problems", "problems", "view_problems", "with_ids"]
