"""The accounts of the demo: people who are nobody, with every role there is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from accounts.actions.memberships import give_role
from accounts.actions.people import change_person, create_person
from accounts.models import Person
from accounts.rules.membership import Term
from accounts.rules.terms import ROLES_OF_A_DOMAIN, BoardRole, Role, Sector
from accounts.secrets import hash_password
from core.audit import SYSTEM
from core.database import db
from portfolio.rules.quarters import Quarter
from seed.ledger import Item
from seed.lookups import Lookups
from seed.reading import SeedError, Shape, check_row, check_rows, is_filled, is_list, is_texts, read_yaml

DEMO: Shape = {"password": is_filled, "people": is_list}
PERSON: Shape = {
    "email": is_filled,
    "name": is_filled,
    "memberships": is_list,
    "owns": is_texts,
    "works_on": is_texts,
    "organisation": is_filled,
}
MEMBERSHIP: Shape = {"role": Role, "domain": is_filled, "board_role": BoardRole, "sector": Sector}
TERM_BEGAN = -8  # quarters from the first load


@dataclass(frozen=True)
class Cast:
    """Who plays which part in the use cases, by e-mail address; empty outside the demo."""

    owners: Mapping[str, str] = field(default_factory=dict)
    team: Mapping[str, list[str]] = field(default_factory=dict)
    secretaries: Mapping[str, str] = field(default_factory=dict)

    def of(self, code: str, domain: str) -> dict[str, Any]:
        """Return the people of one use case: owner, team, and who is shown as assessor."""
        return {
            "owner": self.owners.get(code),
            "team": self.team.get(code, []),
            "assessor": self.secretaries.get(domain),
        }


def read_demo(content: Path) -> dict[str, Any]:
    """Return the checked file of demo people."""
    demo: dict[str, Any] = read_yaml(content / "people.yaml")
    check_row(demo, DEMO, "people.yaml")
    check_rows(demo["people"], PERSON, "people.yaml.people", optional=("owns", "works_on", "organisation"))
    for person in demo["people"]:
        where = f"people.yaml.people[{person['email']}]"
        check_rows(person["memberships"], MEMBERSHIP, where, optional=("domain", "board_role", "sector"))
        for membership in person["memberships"]:
            if (Role(membership["role"]) in ROLES_OF_A_DOMAIN) is not ("domain" in membership):
                raise SeedError(f"{where}: role {membership['role']} and its domain do not fit")
    return demo


def read_cast(content: Path) -> Cast:
    """Return who plays which part."""
    people = read_demo(content)["people"]
    team: dict[str, list[str]] = {}
    for person in people:
        for code in person.get("works_on", []):
            team.setdefault(code, []).append(person["email"])
    return Cast(
        owners={code: person["email"] for person in people for code in person.get("owns", [])},
        team=team,
        secretaries={
            membership["domain"]: person["email"]
            for person in people
            for membership in person["memberships"]
            if membership["role"] == Role.SECRETARY
        },
    )


def people_items(content: Path, base: Quarter) -> Iterator[Item]:
    """Yield the people; the one password is hashed once, and only when somebody is new."""
    demo = read_demo(content)
    lookups = Lookups()
    hashed = cache(partial(hash_password, demo["password"]))
    for row in demo["people"]:
        yield Item(
            key=f"person:{row['email']}",
            content={name: row[name] for name in ("name", "memberships", "organisation") if name in row},
            find=partial(_find, row["email"]),
            add=partial(_add, row, _terms(row, lookups, base), hashed, _organisation_id(row, lookups)),
            update=partial(_update, row, _organisation_id(row, lookups)),
        )


def _find(email: str) -> Person | None:
    return db.session.scalars(select(Person).where(Person.email == email)).one_or_none()


def _terms(row: dict[str, Any], lookups: Lookups, base: Quarter) -> list[Term]:
    terms = []
    for membership in row["memberships"]:
        slug = membership.get("domain")
        domain = lookups.domain(slug) if slug else None
        if slug and domain is None:
            continue
        terms.append(
            Term(
                role=Role(membership["role"]),
                domain_id=domain.id if domain else None,
                board_role=BoardRole(membership["board_role"]) if "board_role" in membership else None,
                sector=Sector(membership["sector"]) if "sector" in membership else None,
                starts_on=(base + TERM_BEGAN).first_day,
                ends_on=None,
            )
        )
    return terms


def _organisation_id(row: dict[str, Any], lookups: Lookups) -> int | None:
    """Return where a demo person works, so that "your organisation" has something to show."""
    return lookups.organisations.get(row.get("organisation", ""))


def _add(
    row: dict[str, Any], terms: list[Term], hashed: Callable[[], str], organisation_id: int | None
) -> Person:
    person = create_person(
        email=row["email"],
        name=row["name"],
        password_hash=hashed(),
        organisation_id=organisation_id,
        is_demo=True,
        by=SYSTEM,
    )
    db.session.refresh(person, ["memberships"])
    for term in terms:
        give_role(person, term, version=person.version, by=SYSTEM)
    return person


def _update(row: dict[str, Any], organisation_id: int | None, person: Person) -> None:
    """Take over another name, or where one works; roles are an administrator's to change."""
    change_person(
        person,
        version=person.version,
        email=person.email,
        name=row["name"],
        organisation_id=organisation_id or person.organisation_id,
        language=person.language,
        by=SYSTEM,
    )
