"""Web: the pages that officers see."""
