"""Migrations: the ledger's schema, numbered and forward only."""
