"""Forms of the portfolio."""
