"""The domain: what a task is, what may happen to it, who may see it and who hears of it."""
