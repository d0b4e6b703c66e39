"""What leaves the portfolio as data: the same columns in CSV, ODS and JSON."""
