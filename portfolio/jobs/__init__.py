"""What the portfolio does beside the requests."""
