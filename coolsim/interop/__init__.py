"""Exchange with other programs: what a design or a solved hall is written as, and read from."""
