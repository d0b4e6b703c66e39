"""The one blueprint of the wiki; view modules hang their pages on it."""

from flask import Blueprint

bp = Blueprint("wiki", __name__)
