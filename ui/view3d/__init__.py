"""The hall in three dimensions; drawn by a process of its own, so that the window never waits."""
