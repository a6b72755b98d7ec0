"""Units: the nation's administrative units before and since 1 July 2025, and how they were cut out."""
