"""Credentials: one module per kind of code, from wire to claims; pure."""
