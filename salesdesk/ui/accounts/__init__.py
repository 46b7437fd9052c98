"""The table of accounts, and one account beside it."""
