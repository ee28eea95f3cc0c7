"""Rehearsals (Probe): a copy of a meeting in which simulated members act through the program's real doors."""
