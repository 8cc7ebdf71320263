"""The plant and its year: editor, schematic, charts, what-if."""
