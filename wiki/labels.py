"""The words on screen for kinds, categories, fields and changes of pages, in the reader's language."""

from collections.abc import Callable
from enum import StrEnum

from flask_babel import gettext as _

from wiki.defined_labels import DEFINED_FIELD_WORDS, DEFINED_LABELS
from wiki.rules.terms import Access, Category, Change, LessonPhase, PageKind, PersonalData

LABELS: dict[type[StrEnum], dict[str, Callable[[], str]]] = {
    PageKind: {
        PageKind.DATASET: lambda: _("dataset"),
        PageKind.OBJECT: lambda: _("object"),
        PageKind.TERM: lambda: _("begrip"),
        PageKind.LESSON: lambda: _("geleerde les"),
        PageKind.BEST_PRACTICE: lambda: _("goed voorbeeld"),
        PageKind.FAQ: lambda: _("vraag en antwoord"),
        PageKind.STEP_PLAN: lambda: _("stappenplan"),
        PageKind.LAW: lambda: _("wet of kader"),
        PageKind.PRINCIPLE: lambda: _("principe of waarde"),
        PageKind.TOOL: lambda: _("hulpmiddel"),
        PageKind.ORGANISATION: lambda: _("organisatie"),
        PageKind.PAGE: lambda: _("gewone pagina"),
    },
    Category: {
        Category.PERSON: lambda: _("persoon"),
        Category.COMPANY: lambda: _("bedrijf"),
        Category.LOCATION: lambda: _("locatie"),
        Category.SENSOR: lambda: _("sensor"),
    },
    Access: {
        Access.OPEN: lambda: _("open: iedereen mag hem gebruiken"),
        Access.ON_REQUEST: lambda: _("op aanvraag"),
        Access.CLOSED: lambda: _("gesloten: alleen met een wettelijke taak"),
    },
    PersonalData: {
        PersonalData.NONE: lambda: _("geen persoonsgegevens"),
        PersonalData.PERSONAL: lambda: _("persoonsgegevens"),
        PersonalData.SPECIAL: lambda: _("bijzondere persoonsgegevens"),
        PersonalData.CRIMINAL: lambda: _("strafrechtelijke gegevens"),
    },
    LessonPhase: {
        LessonPhase.IDEA: lambda: _("idee"),
        LessonPhase.CANDIDATE: lambda: _("kandidaat"),
        LessonPhase.SELECTED: lambda: _("geselecteerd"),
        LessonPhase.PREPARATION: lambda: _("voorbereiding"),
        LessonPhase.PILOT: lambda: _("proef"),
        LessonPhase.PRODUCTION: lambda: _("productie"),
        LessonPhase.SCALE_UP: lambda: _("opschaling"),
        LessonPhase.FINISHED: lambda: _("afgerond"),
        LessonPhase.STOPPED: lambda: _("gestopt"),
        LessonPhase.PARKED: lambda: _("geparkeerd"),
    },
    Change: {
        Change.CREATED: lambda: _("nieuwe pagina"),
        Change.EDITED: lambda: _("gewijzigd"),
        Change.REVERTED: lambda: _("teruggezet"),
        Change.RENAMED: lambda: _("ander adres"),
        Change.DELETED: lambda: _("verwijderd"),
        Change.RESTORED: lambda: _("hersteld"),
    },
    **DEFINED_LABELS,
}
# Headings of lists, one per kind.
PLURALS: dict[PageKind, Callable[[], str]] = {
    PageKind.DATASET: lambda: _("Datasets"),
    PageKind.OBJECT: lambda: _("Objecten"),
    PageKind.TERM: lambda: _("Begrippen"),
    PageKind.LESSON: lambda: _("Geleerde lessen"),
    PageKind.BEST_PRACTICE: lambda: _("Goede voorbeelden"),
    PageKind.FAQ: lambda: _("Vragen en antwoorden"),
    PageKind.STEP_PLAN: lambda: _("Stappenplannen"),
    PageKind.LAW: lambda: _("Wetten en kaders"),
    PageKind.PRINCIPLE: lambda: _("Principes en waarden"),
    PageKind.TOOL: lambda: _("Hulpmiddelen"),
    PageKind.ORGANISATION: lambda: _("Organisaties"),
    PageKind.PAGE: lambda: _("Gewone pagina's"),
}
# What each kind is for; shown where one chooses a kind.
PURPOSES: dict[PageKind, Callable[[], str]] = {
    PageKind.DATASET: lambda: _("Een bron: wat erin staat, wie hem beheert, hoe u erbij komt."),
    PageKind.OBJECT: lambda: _("Een ding waarover gegevens bestaan, zoals een adres of een huishouden."),
    PageKind.TERM: lambda: _("Een woord met zijn definities naast elkaar, elk met de bron erbij."),
    PageKind.LESSON: lambda: _("Wat er gebeurde, wat u ervan leerde en wat u anderen aanraadt."),
    PageKind.BEST_PRACTICE: lambda: _("Een aanpak die ergens werkte en die u kunt overnemen."),
    PageKind.FAQ: lambda: _("Een vraag die vaker komt, met een kort en een lang antwoord."),
    PageKind.STEP_PLAN: lambda: _("Hoe u iets stap voor stap doet."),
    PageKind.LAW: lambda: _("Een wet, verordening of afspraak die bepaalt wat mag."),
    PageKind.PRINCIPLE: lambda: _("Een uitgangspunt of publieke waarde."),
    PageKind.TOOL: lambda: _("Software of een hulpmiddel om met data te werken."),
    PageKind.ORGANISATION: lambda: _("Een organisatie en haar rol bij data."),
    PageKind.PAGE: lambda: _("Al het andere."),
}
# Name of a field: its label and the hint in its form.
FIELD_WORDS: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "source_holder": (lambda: _("Bronhouder"), lambda: _("De organisatie die de gegevens bijhoudt.")),
    "access": (lambda: _("Toegang"), lambda: ""),
    "legal_basis": (lambda: _("Grondslag"), lambda: _("De wet of het besluit waarop de registratie rust.")),
    "update_rhythm": (lambda: _("Ververst"), lambda: _("Bijvoorbeeld: elke dag, elk kwartaal.")),
    "keys": (
        lambda: _("Koppelt op"),
        lambda: _("De sleutels, met een puntkomma ertussen. Bijvoorbeeld: BSN; BAG-identificatie."),
    ),
    "quality_note": (
        lambda: _("Kwaliteit"),
        lambda: _("Wat een gebruiker moet weten voordat hij erop bouwt."),
    ),
    "personal_data": (lambda: _("Persoonsgegevens"), lambda: ""),
    "objects": (
        lambda: _("Objecten"),
        lambda: _("Waarover de gegevens gaan. Eén per regel: de titel van een pagina."),
    ),
    "context": (lambda: _("Situatie"), lambda: _("Wie wilde wat, en waar?")),
    "what_happened": (lambda: _("Wat er gebeurde"), lambda: ""),
    "cause": (lambda: _("Oorzaak"), lambda: ""),
    "lesson": (lambda: _("De les"), lambda: _("In één of twee zinnen.")),
    "advice": (lambda: _("Advies"), lambda: _("Wat raadt u een ander aan?")),
    "applies_when": (lambda: _("Geldt als"), lambda: _("Waaraan herkent een ander dezelfde situatie?")),
    "use_cases": (lambda: _("Use cases"), lambda: _("Codes, één per regel. Bijvoorbeeld SOC-001.")),
    "phases": (lambda: _("Fasen"), lambda: _("In welke fase komt deze les van pas?")),
    "functions": (lambda: _("Systeemfuncties"), lambda: _("Codes, één per regel. Bijvoorbeeld FDS-1.")),
    "datasets": (lambda: _("Datasets"), lambda: _("Eén per regel: de titel van een pagina.")),
    "laws": (lambda: _("Wetten en kaders"), lambda: _("Eén per regel: de titel van een pagina.")),
    "question": (lambda: _("Vraag"), lambda: ""),
    "answer_short": (lambda: _("Kort antwoord"), lambda: _("In twee zinnen; de uitleg staat in de tekst.")),
    "steps": (lambda: _("Stappen"), lambda: _("Op volgorde.")),
    "title": (lambda: _("Titel"), lambda: ""),
    "text": (lambda: _("Wat u doet"), lambda: ""),
    **DEFINED_FIELD_WORDS,
}
# What of a page can differ beside its fields and its text.
PART_WORDS: dict[str, Callable[[], str]] = {
    "title": lambda: _("Titel"),
    "title_en": lambda: _("Titel in het Engels"),
    "abstract": lambda: _("Samenvatting"),
    "abstract_en": lambda: _("Samenvatting in het Engels"),
    "body": lambda: _("Tekst"),
    "kind": lambda: _("Soort"),
    "categories": lambda: _("Categorieën"),
    "domains": lambda: _("Domeinen"),
    "aliases": lambda: _("Andere namen"),
    "is_core": lambda: _("Kernpagina"),
    "sources": lambda: _("Bronnen"),
}


def page_word(term: StrEnum | None) -> str:
    """Return the words for a term of the wiki; a dash for none."""
    return LABELS[type(term)][term]() if term is not None else "–"


def kinds_word(kind: PageKind) -> str:
    """Return the heading of a list of this kind."""
    return PLURALS[kind]()


def purpose_word(kind: PageKind) -> str:
    """Return what this kind of page is for."""
    return PURPOSES[kind]()


def field_word(name: str) -> str:
    """Return the label of a field."""
    return FIELD_WORDS[name][0]()


def part_word(name: str) -> str:
    """Return the label of whatever of a page can differ."""
    return PART_WORDS[name]() if name in PART_WORDS else field_word(name)
