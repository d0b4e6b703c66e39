"""The blueprint of the portfolio; each view module adds its routes to it."""

from flask import Blueprint

bp = Blueprint("portfolio", __name__)
