"""Pages and doors of papers."""
