"""Charts: their numbers, how they are drawn, chosen and saved; those of what a hall computes."""
