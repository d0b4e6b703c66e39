"""A database with a bit of everything, published and not, and all addresses that can be opened in it.

What is not published carries words that stand nowhere else, so that a test can look for them.
"""

import io
import re
import zipfile
from copy import copy
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from sqlalchemy import select, update

from accounts.rules.terms import Role
from core.audit import SYSTEM
from core.database import db
from portfolio.actions.use_cases import propose_use_case, score_use_case
from portfolio.models import (
    ChanceAnchor,
    Dataset,
    FrameworkAssessment,
    FrameworkVersion,
    Partner,
    Risk,
    Score,
    UrgentChallenge,
    UseCase,
)
from portfolio.queries.use_cases import get_use_case
from portfolio.rules.framework import Verdict
from portfolio.rules.scenario import Begun
from portfolio.rules.terms import Phase
from search import writing
from tests import factories as make
from tests.browser import Browser
from tests.factories.framework import fresh as use_case_of
from tests.factories.scenarios import make_run, make_scenario
from tests.factories.wiki import DATASET, DEFINITIONS, RELATIONS
from tests.filled_agendas import fill_agendas
from tests.filled_capacity import fill_capacity
from tests.filled_decisions import WORD as DECISION_WORD
from tests.filled_decisions import fill_decisions
from tests.filled_life import fill_life
from tests.filled_preconditions import fill_preconditions
from tests.filled_progress import fill_moves, fill_progress
from tests.filled_reports import fill_reports
from tests.filled_review import WORD as UNAPPROVED
from tests.filled_review import fill_review
from tests.filled_rounds import fill_rounds
from tests.filled_scale_up import fill_scale_up
from tests.rules.test_wiki_attachments_types import PNG
from wiki.actions import attachments
from wiki.actions.drafts import keep_draft
from wiki.queries.pages import find_page
from wiki.rules.draft import Draft
from wiki.rules.terms import PageKind

READERS = (
    *("anonymous", "reader", "contributor", "board", "secretary", "other_secretary"),
    *("curator", "programme", "administrator"),
)
AT_WORK = frozenset({"board", "secretary", "programme"})
SIGNED_IN = frozenset(READERS) - {"anonymous"}
# The word that tells a use case's title apart, and who may read it.
TITLES = {
    "draft": ("Schetsgeheim", AT_WORK),
    "idea": ("Ideegeheim", SIGNED_IN),
    "candidate": ("Kandidaatgeheim", SIGNED_IN),
    "parked": ("Parkeergeheim", SIGNED_IN),
    "selected": ("Gekozenzaak", frozenset(READERS)),
    "open": ("Openzaak", frozenset(READERS)),
}
_PHASES = {
    "candidate": Phase.CANDIDATE,
    "parked": Phase.PARKED,
    "selected": Phase.SELECTED,
    "open": Phase.SELECTED,
}
# In the reasons of scores, the risks and the remarks of what the board has not published.
BOARD_WORDS = ("Scenariogeheim", "Redengeheim", "Risicogeheim", "Maatregelgeheim", "Afweeggeheim") + (
    DECISION_WORD,
)
DAY = date(2026, 3, 1)
_TOKENS = re.compile(
    r'(name="csrf_token"[^>]*value="|content=")[^"]*"|[0-9a-f]{32}|\d{1,2} \w+ 20\d\d, \d\d:\d\d'
)


class Filled:
    """The codes and people of the filled database, and a browser for each reader."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.domain = make.make_domain(slug="eerste", code="EEN", name="Eerste domein")
        self.other = make.make_domain(slug="tweede", code="TWE", name="Tweede domein")
        roles = {
            "reader": (),
            "contributor": (Role.CONTRIBUTOR,),
            "board": (Role.BOARD_MEMBER,),
            "secretary": (Role.SECRETARY,),
            "curator": (Role.WIKI_CURATOR,),
            "programme": (Role.PROGRAMME_MANAGER,),
            "administrator": (Role.ADMINISTRATOR,),
        }
        self.people = {name: make.make_person(*held, domain=self.domain) for name, held in roles.items()}
        self.people["other_secretary"] = make.make_person(Role.SECRETARY, domain=self.other)
        self.emails = {name: person.email for name, person in self.people.items()}
        self.codes: dict[str, str] = {}
        self._fill_portfolio()
        self._fill_scenarios()
        self._fill_wiki()
        fill_rounds(
            self.domain, self.people, get_use_case(self.codes["candidate"], self.people["secretary"]).id
        )
        decisions = fill_decisions(self.domain, self.codes)
        self._assess()
        agendas = fill_agendas()
        progress = fill_progress({name: use_case_of(code) for name, code in self.codes.items()}, TITLES)
        conditions = fill_preconditions(self.codes, TITLES)
        moves = fill_moves(use_case_of(self.codes["candidate"]))
        scale_up = fill_scale_up(
            {name: use_case_of(code) for name, code in self.codes.items()},
            self.organisation,
            self.people["contributor"],
            TITLES,
        )
        capacity = fill_capacity(self.domain, self.organisation)
        reports = fill_reports()
        self.values = self._values() | {"move_id": moves}
        for found in (agendas, reports, capacity, conditions, decisions, progress, scale_up):
            self.values |= found
        self.browsers = {name: Browser(app) for name in READERS}
        for name, email in self.emails.items():
            self.browsers[name].sign_in(email)

    def _fill_portfolio(self) -> None:
        make.make_criteria(2)
        db.session.add_all(
            [ChanceAnchor(percent=75, text="Wel"), UrgentChallenge(slug="wonen", name="Wonen", since=DAY)]
        )
        self.function = make.make_system_function(code="F-1")
        self.organisation = make.make_organisation(slug="de-gemeente")
        agenda = make.make_agenda()
        make.make_action_point(agenda, "1.1", theme=1)
        secretary = self.people["secretary"]
        for kind, (word, _readers) in TITLES.items():
            values = {
                "title": f"{word} van ons",
                "summary": f"{word} samengevat",
                "planned_start": 2026 * 4 + 3,
                "planned_quarters": 2,
                "effort_low": Decimal(2),
                "effort_likely": Decimal(3),
                "effort_high": Decimal(5),
                "partners": [
                    {"organisation_id": self.organisation.id, "role": "doet mee", "commitment": "yes"}
                ],
                "contributions": [
                    {"function_id": self.function.id, "level": "delivers", "deliverable": f"Bron {word}"}
                ],
                "risks": [
                    {
                        "text": f"Risicogeheim {kind}",
                        "likelihood": "high",
                        "impact": "high",
                        "mitigation": "Maatregelgeheim",
                    }
                ],
                "is_draft": kind == "draft",
            }
            code = propose_use_case(self.domain, values, by=SYSTEM).code
            db.session.commit()
            use_case = get_use_case(code, secretary)
            reasons = {"criterium-0": "Redengeheim"}
            score_use_case(use_case, levels={"criterium-0": 3}, reasons=reasons, chance=35, by=secretary)
            use_case.phase = _PHASES.get(kind, Phase.IDEA)
            use_case.published_on = DAY if kind in ("selected", "open") else None
            if kind == "open":
                use_case.assessment.published_on = DAY
                use_case.risks[0].text, use_case.risks[0].mitigation = "Open risico", ""
                use_case.assessment.scores[0].reason = "Open reden"
            db.session.commit()
            self.codes[kind] = code

    def _assess(self) -> None:
        """Give use cases an assessment: all are the board's, but the first version of the open one.

        Comes after the decisions: publishing one publishes what was established before.
        """
        secret = {"purpose": "Afweeggeheim", "legal_basis": "Afweeggeheim", "data": "BRP"}
        make.make_framework(use_case_of(self.codes["open"]), published_on=DAY, data="BRP")
        for kind, code in self.codes.items():
            if kind != "idea":
                make.make_framework(use_case_of(code), Verdict.YES_IF, **secret)

    def _fill_scenarios(self) -> None:
        """Calculate a scenario that leaves the candidate out: the board's until a decision is published."""
        make_run(make_scenario(self.domain, name="Scenariogeheim", months=1, begun=Begun.APART))

    def _fill_wiki(self) -> None:
        writer = self.people["contributor"]
        make.make_page(
            title="Kaart",
            slug="kaart",
            body="Tekst over [[Gekozenzaak]].",
            kind=PageKind.OBJECT,
            fields={"definitions": DEFINITIONS, "relations": RELATIONS},
            by=writer,
        )
        make.make_page(title="Bron", slug="bron", kind=PageKind.DATASET, fields=DATASET, by=writer)
        page = find_page("kaart", writer)
        self.attachment = attachments.add_attachment(
            page, name="kaart.png", content=PNG, alt="Kaart", by=writer
        )
        db.session.commit()
        other = {
            **page.fields,
            "definitions": [{**DEFINITIONS[0], "scope": "Water"}, *DEFINITIONS[1:]],
        }
        make.change_page(page, body="Andere tekst.", fields=other, by=writer)
        self.life = fill_life(page, writer, self.people["programme"], self.codes["draft"])
        half = Draft(title="Kaart", body="Conceptgeheim.")
        self.draft = keep_draft(page, half, person_id=writer.id, base_revision=1, seen_version=0)
        for code in self.codes.values():
            use_case = get_use_case(code, self.people["secretary"])
            use_case.datasets = [
                Dataset(name="Kaarten", definition=f"{page.id}:0000aaaa", definition_version=1)
            ]
        db.session.commit()
        self.proposal_id, self.core_lists = fill_review("kaart", "bron", writer)

    def _values(self) -> dict[str, list[Any]]:
        person = self.people["contributor"]
        db.session.refresh(person, ["memberships"])
        return {
            "person_id": [person.id],
            "membership_id": [person.memberships[0].id],
            "id_": [self.attachment.id],
            "name": ["kaart.png"],
            "token": ["geen-geldig-token"],
            "type_": ["use-case", "page"],
            "number": [1],
            "key": ["0000aaaa"],
            "before": [1],
            "after": [2],
            "kind": ["dataset"],
            "category": ["person"],
            "filename": ["css/base.css"],
            "slug /domains": [self.domain.slug],
            "slug /admin/domains": [self.domain.slug],
            "slug /organisations": [self.organisation.slug],
            "slug /admin/organisations": [self.organisation.slug],
            "slug /challenges": ["wonen"],
            "slug /wiki": ["kaart"],
            "slug /api/v1/wiki": ["kaart"],
            "draft_id": [self.draft.id],
            "proposal_id": [self.proposal_id],
            **self.life,
            "code /use-cases": list(self.codes.values()),
            "code of a form": [self.codes["candidate"], self.codes["draft"]],
            "code /domains": [self.codes["candidate"]],
            "round_number": [1, 2],
            "code /actions": ["1.1"],
            "code /system-functions": [self.function.code],
        }

    def addresses(self, method: str = "GET") -> list[str]:
        """Return an address for every rule that knows ``method``, with each of the values it can have."""
        found = []
        for rule in self.app.url_map.iter_rules():
            if method in rule.methods and rule.endpoint != "static":
                found += [address for _rule, address in self.addresses_of(rule)]
        return sorted({*found})

    def addresses_of(self, rule: Any) -> list[tuple[Any, str]]:
        """Return (rule, address) for each combination of values."""
        names = sorted(rule.arguments)
        known = [self._of(rule, name) for name in names]
        adapter = self.app.url_map.bind("localhost")
        return [
            (rule, adapter.build(rule.endpoint, dict(zip(names, values, strict=True)), method=None))
            for values in product(*known)
        ]

    def _of(self, rule: Any, name: str) -> list[Any]:
        if name == "id_" and "/datasets/" in rule.rule:
            return list(db.session.scalars(select(Dataset.id).order_by(Dataset.id)))[1:2]
        if name == "id_" and rule.rule.startswith("/id/"):
            return list(db.session.scalars(select(UseCase.id).order_by(UseCase.id)))
        choices = re.search(rf"<any\(([^)]*)\):{name}>", rule.rule)
        if choices:
            return [choice.strip(' "') for choice in choices[1].split(",")]
        if name == "slug" and "/uses" in rule.rule:
            return self.values["slug of a lesson"]
        prefix = rule.rule.partition("/<")[0]
        if name == "number" and prefix in ("/decisions", "/reports"):
            return self.values[f"number {prefix}"]
        if name in self.values:
            return self.values[name]
        if prefix == "/use-cases" and "POST" in rule.methods:
            return self.values["code of a form"]
        return self.values[f"{name} {prefix}"]

    def lists(self) -> list[str]:
        """Return lists, searches and facets with words and filters that touch what is hidden."""
        found = [f"/use-cases/?sort={sort}" for sort in ("value", "-value", "chance", "-chance")]
        found += [f"/use-cases/?q={word}" for word in ("Schetsgeheim", "Kandidaatgeheim", "Risicogeheim")]
        found += [
            "/use-cases/?domain=eerste&phase=idea",
            "/use-cases.csv?phase=candidate",
            "/use-cases.json?q=geheim",
        ]
        found += [
            f"/search?q={word}" for word in ("schetsgeheim", "kandidaatgeheim", "schetsgehiem", *BOARD_WORDS)
        ]
        found += [f"/search?q={UNAPPROVED}", f"/wiki/suggest?q={UNAPPROVED}", *self.core_lists]
        found += ["/search?q=van+ons", "/search?type=use-case&domain=eerste", "/wiki/suggest?q=schets"]
        found += [
            "/progress/?domain=eerste",
            "/admin/audit?object=use_case",
            "/progress/value-chance?on=2026-04-01",
        ]
        found += ["/use-cases/?lang=en", "/?lang=nl"]
        return found

    def _change_assessments(self) -> None:
        unpublished = FrameworkVersion.published_on.is_(None)
        for version in db.session.scalars(select(FrameworkVersion).where(unpublished)):
            version.snapshot = {**version.snapshot, "purpose": "Anders", "may_level": 0}
            version.verdict, version.text, version.traits = (
                Verdict.NO,
                "Anders",
                ["dataset:brp|BRP", "law:awb|Awb"],
            )
        for assessment in db.session.scalars(select(FrameworkAssessment)):
            assessment.purpose, assessment.verdict, assessment.established_verdict = (
                "Anders",
                None,
                Verdict.NO,
            )

    def change_secrets(self) -> None:
        """Change all that the board has not published, in values and in number, and nothing else."""
        hidden = select(UseCase.id).where(UseCase.code != self.codes["open"]).scalar_subquery()
        for statement in (
            update(UseCase)
            .where(UseCase.id.in_(hidden))
            .values(chance=91, value_low=70, value_high=77, scored=2),
            update(Risk)
            .where(Risk.use_case_id.in_(hidden))
            .values(text="Anders", likelihood="low", impact="low"),
            update(Partner).where(Partner.use_case_id.in_(hidden)).values(commitment="no"),
            update(UseCase)
            .where(UseCase.code == self.codes["draft"])
            .values(title="Heel anders", summary="Nieuw"),
        ):
            if statement.table.name == "use_case":
                statement = statement.values(updated_at=UseCase.updated_at)
            db.session.execute(statement)
        open_scores = get_use_case(self.codes["open"], self.people["secretary"]).assessment.id
        db.session.execute(
            update(Score).where(Score.assessment_id != open_scores).values(level=5, reason="Anders")
        )
        self._change_assessments()
        for number in (1, 2):
            make.make_use_case(
                domain=self.domain, code=f"EEN-90{number}", is_draft=True, title=f"Schets {number}"
            )
        db.session.commit()
        self.index()

    def hide_from_visitors(self) -> None:
        """Change what only who is signed in may read."""
        unpublished = update(UseCase).where(UseCase.published_on.is_(None))
        values = {"title": "Omgedoopt", "summary": "", "size": None, "phase": Phase.CANDIDATE}
        db.session.execute(unpublished.values(**values, updated_at=UseCase.updated_at))
        make.make_use_case(domain=self.domain, code="EEN-903", title="Weer een idee")
        self.index()

    def index(self) -> None:
        """Bring the search index up to date and forget the pages that were kept."""
        db.session.commit()
        writing.rebuild()
        self.app.extensions["page_cache"].store.clear()


def readable(response: Any) -> str:
    """Return what a reader gets, without what differs each time; the contents of an archive too."""
    if response.mimetype.endswith(("spreadsheet", "opendocument.text")):
        content = zipfile.ZipFile(io.BytesIO(response.data)).read("content.xml").decode()
        return content.partition("<office:body>")[
            2
        ]  # the namespaces before it depend on what was written earlier
    if not response.mimetype.startswith(("text", "application/json", "application/atom")):
        return ""
    location = copy(response.headers.get("Location", ""))
    return f"{response.status_code} {location} {_TOKENS.sub('…', response.get_data(as_text=True))}"
