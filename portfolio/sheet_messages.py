"""The words for what is wrong with a spreadsheet that is read in, and with a cell of it."""

from collections.abc import Callable

from flask_babel import gettext as _

MESSAGES: dict[str, Callable[..., str]] = {
    "sheet_too_large": lambda **p: _(
        "Dit bestand is te groot. Gebruik ten hoogste %(most)s MB, of deel het op.", most=p["most"]
    ),
    "sheet_empty": lambda **p: _("Dit bestand is leeg. Vul het sjabloon in en kies het opnieuw."),
    "sheet_kind": lambda **p: _("Dit is geen spreadsheet die wij lezen. Sla het op als .csv of .ods."),
    "sheet_not_readable": lambda **p: _(
        "Wij kunnen dit bestand niet lezen. Sla het opnieuw op als .csv (UTF-8) of .ods."
    ),
    "sheet_too_many_rows": lambda **p: _(
        "Gebruik ten hoogste %(most)s regels in één bestand. Deel het op.", most=p["most"]
    ),
    "sheet_too_many_columns": lambda **p: _(
        "Gebruik ten hoogste %(most)s kolommen. Begin met het sjabloon.", most=p["most"]
    ),
    "sheet_without_rows": lambda **p: _("Er staan geen use cases onder de kop. Vul ten minste één regel in."),
    "sheet_unknown_columns": lambda **p: _(
        "Wij kennen deze kolommen niet: %(columns)s. Gebruik de namen uit het sjabloon, of haal ze weg.",
        columns=", ".join(p["columns"]),
    ),
    "sheet_column_twice": lambda **p: _(
        "Deze kolommen staan er twee keer: %(columns)s. Haal er één weg.", columns=", ".join(p["columns"])
    ),
    "sheet_without_head": lambda **p: _(
        "De eerste regel noemt geen kolom title of code. Begin met het sjabloon."
    ),
    "sheet_expired": lambda **p: _("Dit voorbeeld is te oud of gewijzigd. Kies het bestand opnieuw."),
    "cell_too_long": lambda **p: _("Gebruik ten hoogste %(most)s tekens.", most=p["most"]),
    "cell_unknown_term": lambda **p: _("Kies een van: %(known)s.", known=", ".join(p["known"])),
    "cell_not_a_number": lambda **p: _("Vul een getal in, bijvoorbeeld 2,5."),
    "cell_not_whole": lambda **p: _("Vul een heel getal in."),
    "cell_out_of_range": lambda **p: _(
        "Vul een getal in van %(low)s tot en met %(high)s.", low=p["low"], high=p["high"]
    ),
    "cell_not_a_day": lambda **p: _("Vul een datum in als jaar-maand-dag, bijvoorbeeld 2026-03-31."),
    "cell_not_yes_or_no": lambda **p: _("Vul ja of nee in."),
    "cell_not_a_code": lambda **p: _("Neem de code over uit de export. Laat haar leeg voor een nieuw idee."),
    "cell_not_a_contribution": lambda **p: _(
        "Schrijf ‘%(written)s’ als functie:niveau:resultaat, bijvoorbeeld FDS-1:extends:een begrip. "
        "Niveaus zijn uses, extends en delivers.",
        written=p["written"],
    ),
    "cell_twice_in_list": lambda **p: _("Noem elke systeemfunctie één keer."),
    "row_longer_than_head": lambda **p: _(
        "‘%(text)s’ staat voorbij de laatste kolom. Zet zulke tekst tussen aanhalingstekens.",
        text=p["text"],
    ),
    "row_code_unknown": lambda **p: _(
        "Er is geen use case met deze code in uw domein. Laat de code leeg voor een nieuw idee."
    ),
    "row_code_twice": lambda **p: _("Deze code staat twee keer in het bestand. Houd één regel over."),
    "row_version_missing": lambda **p: _(
        "Bij een bestaande use case hoort de kolom version uit de export. Download uw use cases opnieuw."
    ),
    "row_changed_since": lambda **p: _(
        "Iemand wijzigde deze use case na uw export. Download haar opnieuw en neem uw wijziging over."
    ),
    "row_phase_fixed": lambda **p: _("De fase wijzigt u op de pagina van de use case, niet hier."),
    "row_phase_new": lambda **p: _("Een nieuwe use case begint als idea of candidate."),
    "row_domain_missing": lambda **p: _("Noem het domein waarvan u secretaris bent."),
    "row_domain_unknown": lambda **p: _(
        "Kies een domein waarvan u secretaris bent: %(known)s.", known=", ".join(p["known"])
    ),
    "row_domain_fixed": lambda **p: _("Een use case verhuist niet in een spreadsheet naar een ander domein."),
    "row_names_unknown": lambda **p: _(
        "Dit kennen wij niet: %(names)s. Gebruik de schrijfwijze uit de export.", names=", ".join(p["names"])
    ),
}
