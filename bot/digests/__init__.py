"""Digests: what is new in the library, for those who asked to hear of it."""
