"""Backups: one file with the database and the attachments, that can be verified and restored.

The search index, rendered pages and the job queue are caches; they are not in it.
"""
