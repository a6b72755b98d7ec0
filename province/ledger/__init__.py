"""Ledger: the province's tables and everything that asks or writes them."""
