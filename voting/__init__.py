"""The voting room: how it was decided."""
