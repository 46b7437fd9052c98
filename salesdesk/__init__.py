"""SalesDesk: a sales desk for one rep, on their own computer."""
