"""Packs as files: pages of our own, the pieces put together, the mark of a person, the ZIP."""
