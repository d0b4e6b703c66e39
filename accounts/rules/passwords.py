"""What a new password must be. Source: NIST SP 800-63B §5.1.1: length counts, composition rules do not."""

SHORTEST = 12
LONGEST = 200
_TOO_COMMON = frozenset(
    {
        "123456789012",
        "1234567890123",
        "wachtwoord12",
        "wachtwoord123",
        "wachtwoord1234",
        "password1234",
        "welkom123456",
        "qwertyuiop12",
        "qwertyuiop123",
        "administrator",
        "routekaart123",
        "routekaart-demo",
    }
)


def password_problem(password: str, *, email: str, name: str = "") -> str | None:
    """Return the code of what is wrong with a new password, or None."""
    plain = password.casefold()
    if len(password) < SHORTEST:
        return "password_too_short"
    if len(password) > LONGEST:
        return "password_too_long"
    if plain in _TOO_COMMON or len(set(plain)) < 4:
        return "password_too_common"
    if plain in {email.casefold(), name.casefold()} or email.casefold().partition("@")[0] == plain:
        return "password_is_name"
    return None
