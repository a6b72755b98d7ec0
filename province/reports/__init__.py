"""Reports: the official document that tells a week or a month of a unit's points."""
