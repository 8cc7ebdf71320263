"""The rack elevation: what stands in the units of a rack, drawn from the front."""
