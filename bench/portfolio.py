"""The pages of the portfolio that are measured, as a visitor and as a board's secretary."""

from bench.load import Figure, measure, sign_in

PAGES = (
    ("start page", "/"),
    ("list of use cases", "/use-cases/"),
    ("list, filtered and sorted", "/use-cases/?domain=sociaal-domein&size=small&sort=-chance"),
    ("list, last page", "/use-cases/?page=1000"),
    ("use-case page", "/use-cases/SOC-001"),
    ("domain", "/domains/sociaal-domein"),
    ("portfolio of a domain", "/domains/sociaal-domein/portfolio"),
    ("roadmap of a domain", "/domains/sociaal-domein/roadmap"),
    ("progress", "/progress/"),
    ("chart data: value and chance", "/progress/value-chance.json"),
    ("chart data: mix", "/progress/mix.json"),
    ("chart data: roadmap", "/progress/roadmap.json"),
    ("chart data: coverage", "/progress/coverage.json"),
    ("action tracker", "/actions/"),
)
AS_SECRETARY = ("list of use cases", "use-case page", "portfolio of a domain", "chart data: value and chance")


def measure_all(port: int, times: int) -> list[Figure]:
    """Measure every page; those that a secretary sees more on, twice."""
    figures = [measure(port, name, path, times=times) for name, path in PAGES]
    cookie = sign_in(port, "secretaris@voorbeeld.nl")
    figures += [
        measure(port, f"{name} (secretary)", path, cookie=cookie, times=times)
        for name, path in PAGES
        if name in AS_SECRETARY
    ]
    return figures
