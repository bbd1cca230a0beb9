"""Taskbot: a team's tasks, created, assigned and finished together in Slack."""
