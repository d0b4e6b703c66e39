"""The wiki's pages."""
