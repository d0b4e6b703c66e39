"""How alike two organisations are: who learns most from whom."""

from accounts.rules.terms import Layer, OrganisationKind


def nearness(kind: OrganisationKind, layer: Layer, other_kind: OrganisationKind, other_layer: Layer) -> int:
    """Return how near the other is: 0 of one kind, 1 of one layer of government, else 2."""
    if kind is other_kind:
        return 0
    return 1 if layer is other_layer and layer is not Layer.NONE else 2
