"""The collections in MongoDB, which keep everything that must not be lost. One module each."""
