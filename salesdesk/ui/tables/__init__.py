"""Tables of plain rows: sorted, filtered, exported. Shared by the Deals and Accounts screens."""
