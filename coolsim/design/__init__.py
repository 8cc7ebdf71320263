"""What the engineer drew: frozen records, edits, undo, files."""
