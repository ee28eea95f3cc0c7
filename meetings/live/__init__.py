"""The live path: from a committed event to every screen. See docs/live.md."""
