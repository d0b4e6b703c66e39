"""The words for pages that go out as files and come back in."""

from flask_babel import gettext as _

from core.messages import Message

PLAIN: dict[str, Message] = {
    "plain_long_sentence": lambda **p: _(
        "Deze zin heeft %(words)s woorden. Maak er twee van.", words=p["words"]
    ),
    "plain_hard_word": lambda **p: _(
        "‘%(word)s’ is een moeilijk woord. Schrijf bijvoorbeeld: %(better)s.",
        word=p["word"],
        better=p["better"],
    ),
    "plain_passive": lambda **p: _("Wie doet dit? Noem hem, in plaats van: ‘%(words)s’.", words=p["words"]),
}
PLANS: dict[str, Message] = {
    "step_not_found": lambda **p: _("Deze stap is er niet meer."),
    "step_in_future": lambda **p: _("Kies vandaag of een eerdere dag."),
    "step_without_organisation": lambda **p: _(
        "Uw account hoort niet bij een organisatie. Vraag uw beheerder om dat in te stellen."
    ),
    "table:plan_progress": lambda **p: _("voortgang van een stappenplan"),
}
EXCHANGE: dict[str, Message] = {
    "file_refused_by_scan": lambda **p: _(
        "De virusscanner houdt dit bestand tegen. Kies een ander bestand, of vraag uw beheerder om hulp."
    ),
    "file_scan_failed": lambda **p: _(
        "Wij konden dit bestand niet laten controleren. Probeer het later nog eens."
    ),
    "section_not_found": lambda **p: _(
        "Dit deel vinden wij niet meer terug. Kopieer uw tekst en bewerk de hele pagina."
    ),
    "page_file_no_head": lambda **p: _(
        "Dit is geen pagina uit de kennisbank. Een pagina begint met --- en haar velden."
    ),
    "page_file_malformed": lambda **p: _(
        "Het onderdeel %(part)s kunnen wij niet lezen. Vergelijk het met een export.", part=p.get("part", "")
    ),
    "page_file_large": lambda **p: _("Dit bestand is te groot voor één pagina."),
    "page_file_twice": lambda **p: _("Deze pagina staat er twee keer in: %(slug)s.", slug=p.get("slug", "")),
    "bundle_malformed": lambda **p: _("Dit archief is beschadigd, of het is geen zip-bestand."),
    "bundle_large": lambda **p: _(
        "Dit archief is te groot. Deel het op, of vraag uw beheerder om het in te lezen."
    ),
    "bundle_empty": lambda **p: _("In dit archief zit geen enkele pagina."),
    "import_expired": lambda **p: _("U wachtte te lang met bevestigen. Kies het bestand opnieuw."),
    "import_not_possible": lambda **p: _("Er is iets mis met een of meer bestanden. Niets is ingelezen."),
    "import_clashes": lambda **p: _(
        "Er zijn pagina's die botsen. Zeg dat wij die overslaan, of pas uw bestanden aan."
    ),
    "import_deleted": lambda **p: _("Deze pagina is hier verwijderd. Herstel haar eerst."),
    "import_base_unknown": lambda **p: _(
        "De pagina is hier anders, en dit bestand is niet van hier. Neem de tekst zelf over."
    ),
    "import_both_changed": lambda **p: _(
        "Iemand wijzigde sinds uw export dezelfde plek. Neem uw wijziging zelf over."
    ),
    "import_file_lost": lambda **p: _("De bijlage %(name)s ontbreekt in het archief.", name=p["name"]),
    "fate:new": lambda **p: _("Nieuw"),
    "fate:changed": lambda **p: _("Gewijzigd"),
    "fate:merged": lambda **p: _("Gewijzigd, samen met wat anderen opsloegen"),
    "fate:same": lambda **p: _("Gelijk: hier verandert niets"),
    "fate:clash": lambda **p: _("Botst: deze blijft zoals zij is"),
    "fate:wrong": lambda **p: _("Fout: zo kunnen wij niets inlezen"),
}
