"""Benchmarks: the bot as a process on one core, engines, loader and a stub of Slack on another."""
