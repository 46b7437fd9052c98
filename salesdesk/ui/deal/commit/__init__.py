"""The Commit panel: path to signature, commitment events, action plan, concession ledger."""
