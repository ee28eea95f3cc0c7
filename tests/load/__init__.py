"""Measurements with goals (`manage.py bench`); docs/performance.md holds what came out. Not part of the test suite."""
