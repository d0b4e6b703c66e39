"""Notices on the site and by mail: lists, choices, digests."""
