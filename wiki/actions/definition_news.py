"""Tell who builds on a definition that there is a newer version of it. None of this commits."""

from collections.abc import Mapping

from core.audit import Actor
from core.links import Reference, dependants_of
from core.notices import notify

KIND = "definition-newer"


def tell_builders(page_id: int, versions: Mapping[str, int], taken: Mapping[str, str], by: Actor) -> int:
    """Tell the people of what pins these definitions of a page; return how many notices that made.

    ``versions`` holds the new version by key; ``taken`` the key that a definition went
    on as, by its own: who pinned one that was merged hears of the one that took it in.
    Once per version and person, and not to who made it. One query and two per thing.
    """
    keys = {key: key for key in versions} | {old: key for old, key in taken.items() if key in versions}
    if not keys:
        return 0
    references = [Reference("definition", f"{page_id}:{key}") for key in sorted(keys)]
    told = 0
    for one in dependants_of(references, None):
        key = keys[one.on.partition(":")[2]]
        people = sorted((one.people | one.team) - {by.actor_id})
        number = versions[key]
        told += notify(people, KIND, one.reference, dedupe=f"{page_id}:{key}:{number}", version=number)
    return told
