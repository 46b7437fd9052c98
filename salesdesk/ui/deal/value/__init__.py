"""The Value panel of the deal page, and the presenter view."""
