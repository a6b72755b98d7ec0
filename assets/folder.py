"""Folder: where the assets lie, for who would not wait for importlib.resources (5 ms)."""

from pathlib import Path

ASSETS = Path(__file__).parent
