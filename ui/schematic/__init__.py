"""The schematic of a loop: its layout, its items, its view."""
