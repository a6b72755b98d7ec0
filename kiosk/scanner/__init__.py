"""Scanner: readers and what turns their bytes, keys or frames into payloads."""
