"""Locale: every text that people read, a folder for each language."""
