"""Studies: the hall through a year."""
