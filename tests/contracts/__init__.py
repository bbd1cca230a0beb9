"""What every implementation of a port promises: the same tests for those in memory and those on real engines."""
