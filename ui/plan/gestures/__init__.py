"""What the mouse does on the plan, one class per gesture."""
