"""HTTP of the presenting wing."""
