"""Every write to funds, funding partners and the entries of their money."""
