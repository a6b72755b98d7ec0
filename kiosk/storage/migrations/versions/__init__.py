"""Versions: one file per step."""
