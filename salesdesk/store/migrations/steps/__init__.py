"""The steps from one schema number to the next, oldest first; the first one would be ``2``."""
