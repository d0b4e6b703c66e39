"""What people change about themselves."""

from accounts.models import Person
from core import audit
from core.versions import check_version


def change_own_data(person: Person, *, version: int | None, name: str, language: str) -> None:
    """Change one's own name and language."""
    check_version(person, version)
    person.name = name
    person.language = language
    audit.record("person.edited", person, by=person)
