"""The Timeline of a deal: everything that happened, in order."""
