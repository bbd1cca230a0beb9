"""The use cases, and the ports through which they reach databases, streams and Slack."""
