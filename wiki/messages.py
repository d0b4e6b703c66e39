"""The words of the wiki's refusals and of the advice to writers."""

from flask_babel import gettext as _

from core.constraints import register_constraints
from core.messages import Message, register_messages

REFUSALS: dict[str, Message] = {
    "page_not_found": lambda **p: _("Deze pagina is er niet."),
    "revision_not_found": lambda **p: _("Deze versie is er niet."),
    "core_page_guarded": lambda **p: _(
        "Dit is een kernpagina: veel andere pagina's bouwen op haar. "
        "Alleen een redacteur wijzigt haar. Ziet u een fout? Meld die bij een redacteur."
    ),
    "page_is_deleted": lambda **p: _("Deze pagina is verwijderd. Herstel haar eerst."),
    "title_needed": lambda **p: _("Geef de pagina een titel."),
    "title_taken": lambda **p: _(
        "Er is al een pagina met deze titel. Vul die aan, of kies een andere titel."
    ),
    "text_too_long": lambda **p: _("Maak dit korter: hoogstens %(most)s tekens.", most=p["most"]),
    "too_many": lambda **p: _("Dit zijn er te veel: hoogstens %(most)s.", most=p["most"]),
    "slug_taken": lambda **p: _("Dit adres is al in gebruik. Kies een ander adres."),
    "slug_leads_elsewhere": lambda **p: _(
        "Dit adres leidt nu naar een andere pagina: %(title)s. Neem het over, of kies een ander.",
        title=p["title"] or _("verwijderd"),
    ),
    "slug_malformed": lambda **p: _(
        "Gebruik in een adres alleen kleine letters, cijfers en streepjes, en geen gereserveerd woord."
    ),
    "reason_needed": lambda **p: _("Schrijf op waarom de pagina weg kan."),
    "domain_unknown": lambda **p: _("Dit domein is er niet meer. Haal het vinkje weg."),
    "field_needed": lambda **p: _("Vul dit in. Zonder dit onderdeel zegt de pagina te weinig."),
    "field_too_long": lambda **p: _("Maak dit korter: hoogstens %(most)s tekens.", most=p["most"]),
    "field_too_many": lambda **p: _("Dit zijn er te veel: hoogstens %(most)s.", most=p["most"]),
    "field_not_a_choice": lambda **p: _("Kies iets uit de lijst."),
    "field_not_a_code": lambda **p: _(
        "%(given)s is geen code. Schrijf codes als SOC-001 of FDS-1, één per regel.", given=p["given"]
    ),
    "field_not_a_day": lambda **p: _("Schrijf een datum als 2026-03-31."),
    "field_unknown": lambda **p: _("Deze soort pagina heeft dit veld niet."),
    "definition_not_found": lambda **p: _("Deze definitie is er niet."),
    "definition_not_there": lambda **p: _("Kies een andere definitie van deze pagina."),
    "definition_not_named": lambda **p: _(
        "Zo heet daar geen definitie. Kies uit: %(names)s.", names=p["names"]
    ),
    "definition_none_there": lambda **p: _(
        "Die pagina heeft geen definities. Laat dit leeg, of schrijf daar eerst een definitie."
    ),
    "relation_not_found": lambda **p: _("Deze relatie is er niet."),
    "field_malformed": lambda **p: _("Dit kunnen wij niet lezen. Vul het opnieuw in."),
}
DRAFTS: dict[str, Message] = {
    "draft_not_found": lambda **p: _("Dit concept is er niet."),
    "draft_too_long": lambda **p: _("Uw tekst is te lang om als concept te bewaren. Kopieer haar."),
    "drafts_too_many": lambda **p: _("U heeft te veel concepten. Gooi er eerst een paar weg."),
    "draft_is_another": lambda **p: _(
        "U heeft van deze pagina nog een ander concept. Open dat eerst, of gooi het weg."
    ),
}
TAKES: dict[str, Message] = {
    "take:mine": lambda **p: _("Mijn tekst"),
    "take:theirs": lambda **p: _("De tekst die er nu staat"),
    "take:both": lambda **p: _("Allebei, onder elkaar"),
    "take:text": lambda **p: _("Een andere tekst, die ik hieronder schrijf"),
}
FILES: dict[str, Message] = {
    "attachment_not_found": lambda **p: _("Dit bestand is er niet."),
    "attachment_of_another": lambda **p: _(
        "Alleen wie dit bestand toevoegde of een redacteur kan het verwijderen."
    ),
    "file_needed": lambda **p: _("Kies een bestand."),
    "file_empty": lambda **p: _("Dit bestand is leeg. Kies een ander bestand."),
    "file_too_large": lambda **p: _(
        "Dit bestand is te groot. Maak het kleiner dan %(most)s MB.", most=p["most"]
    ),
    "file_kind_not_allowed": lambda **p: _(
        "Dit soort bestand kan niet. Kies een PNG, JPEG, GIF, WebP, PDF, ODT, ODS, ODP, DOCX, XLSX, CSV "
        "of TXT. Wij kijken naar de inhoud, niet naar de naam."
    ),
    "alt_needed": lambda **p: _("Beschrijf wat het plaatje laat zien. Wie niet kan zien, hoort dat."),
    "attachments_too_many": lambda **p: _(
        "Een pagina kan hoogstens %(most)s bestanden hebben. Verwijder er eerst een.", most=p["most"]
    ),
}
TABLES: dict[str, Message] = {
    "table:page": lambda **p: _("pagina"),
    "table:attachment": lambda **p: _("bestand"),
}
# Advice never stops a save (wiki/rules/checks.py).
ADVICE: dict[str, Message] = {
    "heading_above_top": lambda **p: _("Begin koppen met ##: één # is de titel van de pagina."),
    "heading_skipped": lambda **p: _(
        "Deze kop slaat een niveau over. Gebruik hier %(marks)s.", marks="#" * int(p.get("expected", 2))
    ),
    "heading_empty": lambda **p: _("Deze kop heeft geen tekst."),
    "image_without_alt": lambda **p: _(
        "Beschrijf wat het plaatje laat zien, tussen de blokhaken. Wie niet kan zien, hoort dat."
    ),
    "link_without_words": lambda **p: _("Deze link heeft geen woorden om op te klikken."),
    "link_without_address": lambda **p: _("Deze link gaat nergens heen."),
}


def register() -> None:
    """Let every view find these words."""
    register_messages(REFUSALS | DRAFTS | TAKES | FILES | TABLES | ADVICE)
    register_constraints(
        {"uq_page_slug": ("title", "title_taken"), "page_slug_history_pkey": ("slug", "slug_taken")}
    )
