"""The steps from one schema number to the next, oldest first."""
