"""Assets: fonts, icons, sounds and texts, read through importlib.resources."""
