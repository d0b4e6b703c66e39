"""The two groups of pages: own account and administration."""

from flask import Blueprint

accounts = Blueprint("accounts", __name__)
admin = Blueprint("admin", __name__, url_prefix="/admin")
