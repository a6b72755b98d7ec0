"""Storage: the encrypted database that keeps entries."""
