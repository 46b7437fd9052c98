"""The history of changes, and the bin."""
