"""One module for each printable: facts in, HTML out."""
