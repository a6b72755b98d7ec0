"""Export: entries as files for people and for the province, verified and ejected."""
