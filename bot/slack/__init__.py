"""Slack's Web API: speaking, people, channels, and the connection over which Slack speaks to the bot."""
