"""Mutation testing: `python3 -m tests.mutation` breaks the code in one place after the other and asks whether a test
notices.

Nothing is written to the files it breaks: `plugin` hands the broken module to the import of a pytest of its own.
Results for counting and casting: docs/mutation.md.
"""
