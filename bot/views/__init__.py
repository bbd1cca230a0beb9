"""Words out: values of the domain become sentences and Block Kit, without any input or output."""
