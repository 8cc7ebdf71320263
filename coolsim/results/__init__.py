"""Results: records, metrics, sampling of fields, displayable quantities, and their files."""
