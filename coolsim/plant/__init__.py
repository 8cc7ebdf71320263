"""The plant at a moment: weather, heat rejection and the power chain."""
