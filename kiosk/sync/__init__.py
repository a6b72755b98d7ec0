"""Sync: moves batches to the province and brings receipts and the roster back."""
