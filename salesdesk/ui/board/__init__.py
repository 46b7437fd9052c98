"""The board: one column per stage, cards that are dragged, gates, filters, totals."""
