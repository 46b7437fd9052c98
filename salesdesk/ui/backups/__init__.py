"""Backups in the window: the watch that makes them, the list with its folder, and restoring."""
