"""The `taskbot` command line."""
