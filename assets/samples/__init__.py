"""Samples: invented codes for the demonstration; nobody bears these numbers."""
