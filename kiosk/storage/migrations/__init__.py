"""Migrations: how the database came to its shape, forward only."""
