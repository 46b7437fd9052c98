"""The Qualify panel of the deal page."""
