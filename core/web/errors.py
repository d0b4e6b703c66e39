"""Errors as pages: what happened and what to do, in the reader's language."""

from flask import Flask, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from core.constraints import constraint_of, refusal_of
from core.database import db
from core.errors import Refusal
from core.messages import text_of_refusal
from core.web.log import logger


def _texts(status: int) -> tuple[str, str]:
    """Return the heading and the advice for ``status``."""
    texts = {
        400: (_("Deze aanvraag klopt niet"), _("Ga terug, laad de pagina opnieuw en probeer het nog eens.")),
        403: (
            _("U heeft hier geen recht voor"),
            _("Log in met een ander account of vraag het de beheerder."),
        ),
        404: (_("Deze pagina is er niet"), _("Controleer het adres, of zoek hieronder wat u nodig heeft.")),
        405: (_("Dit kan hier niet"), _("Ga terug naar de pagina en gebruik de knoppen daar.")),
        409: (
            _("Iemand anders was u voor"),
            _("Er is intussen iets gewijzigd. Laad de pagina opnieuw en doe uw wijziging nog eens."),
        ),
        413: (_("Dit is te groot"), _("Maak het bestand of de tekst kleiner en probeer het opnieuw.")),
        415: (_("Dit soort bestand kan niet"), _("Kies een ander soort bestand.")),
        422: (_("Er klopt iets niet"), _("Ga terug en controleer wat u invulde.")),
        428: (_("Wij weten niet waarop u verder bouwt"), _("Haal de pagina eerst op.")),
        429: (_("Te veel pogingen"), _("Wacht een paar minuten en probeer het dan opnieuw.")),
        500: (
            _("Er ging iets mis bij ons"),
            _("Probeer het later opnieuw. Blijft het misgaan, geef dan het nummer hieronder door."),
        ),
        503: (
            _("Even niet bereikbaar"),
            _("Probeer het over een paar minuten opnieuw. Er is niets verloren."),
        ),
    }
    return texts.get(status) or texts[400 if status < 500 else 500]


def error_page(status: int, message: str = "") -> tuple[Response | str, int]:
    """Return the error page for ``status``, or JSON where that was asked for."""
    heading, advice = _texts(status)
    if _wants_json():
        return jsonify(error=message or heading, status=status, request_id=g.get("request_id")), status
    page = render_template(
        "errors/error.html",
        status=status,
        heading=heading,
        advice=message or advice,
        request_id=g.get("request_id", ""),
    )
    return page, status


def _wants_json() -> bool:
    path = request.path
    return (
        path.startswith("/api/")
        or path.endswith(".json")
        or request.accept_mimetypes.best == "application/json"
    )


def init_errors(app: Flask) -> None:
    """Answer every refusal and error of ``app`` with a page."""

    @app.errorhandler(Refusal)
    def _refused(refusal: Refusal) -> tuple[Response | str, int]:
        db.session.rollback()
        return error_page(refusal.status, "" if refusal.status == 404 else text_of_refusal(refusal))

    @app.errorhandler(StaleDataError)
    def _stale(_error: StaleDataError) -> tuple[Response | str, int]:
        db.session.rollback()
        return error_page(409)

    @app.errorhandler(DataError)
    def _not_storable(_error: DataError) -> tuple[Response | str, int]:
        """A text or number in the address that PostgreSQL has no column for, such as one with a NUL."""
        db.session.rollback()
        return error_page(400)

    @app.errorhandler(IntegrityError)
    def _collided(error: IntegrityError) -> tuple[Response | str, int]:
        """Two people did the same at the same moment, and no form was there to say so."""
        db.session.rollback()
        refusal = refusal_of(error)
        if refusal is None:
            logger.error("constraint", request_id=g.get("request_id"), name=constraint_of(error))
        return error_page(409, text_of_refusal(refusal) if refusal else "")

    @app.errorhandler(OperationalError)
    def _unavailable(error: OperationalError) -> tuple[Response | str, int]:
        db.session.rollback()
        logger.error("database", request_id=g.get("request_id"), error=type(error.orig).__name__)
        return error_page(503)

    @app.errorhandler(CSRFError)
    def _forged(_error: CSRFError) -> tuple[Response | str, int]:
        return error_page(
            400, _("Deze pagina stond te lang open. Laad haar opnieuw; uw tekst kunt u eerst kopiëren.")
        )

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error
        return error_page(error.code)

    @app.errorhandler(Exception)
    def _crashed(error: Exception) -> tuple[Response | str, int]:
        db.session.rollback()
        if app.testing:
            raise error
        logger.error("crash", request_id=g.get("request_id"), exc_info=error)
        return error_page(500)
