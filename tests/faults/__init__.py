"""The faults of the reliability rules, each by its number; `cases` says which test proves which."""
