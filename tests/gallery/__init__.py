"""A wall of every widget in every state, to be looked at in both palettes and at two scales."""
