"""The verbs of the slash command, each with its own handler."""
