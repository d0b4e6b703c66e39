"""What the wiki reads."""
