"""Setup: the first run's steps, the settings and the diagnostics, among the admin's screens."""
