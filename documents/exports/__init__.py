"""Output formats: calendar files and PDF. They read what `minutes` and the selectors collected, and write nothing."""
