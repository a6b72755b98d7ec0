"""Benchmarks: one script a figure, each against a limit measured in the same run."""
