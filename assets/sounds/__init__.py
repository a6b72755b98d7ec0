"""Sounds: one for each verdict, told apart by rhythm."""
