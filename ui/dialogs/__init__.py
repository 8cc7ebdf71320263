"""Dialogs: used only where the user has to decide something."""
