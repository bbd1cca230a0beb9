"""A local Slack: one workspace with its people, channels and messages, for demos and tests without an account."""
