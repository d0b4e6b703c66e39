"""What can be done to pages."""
