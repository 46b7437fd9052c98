"""Today: what is late, what is due, which deals have no next step."""
