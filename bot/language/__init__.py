"""Words in: what a person typed becomes values; nothing here raises anything but a `TaskError`."""
