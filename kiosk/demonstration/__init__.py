"""Demonstration: a whole province and kiosk on one machine, with invented codes."""
