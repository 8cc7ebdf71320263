"""The plan: the drawing of the hall with its heat map, and the gestures that edit it."""
