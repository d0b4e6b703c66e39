"""The page of the programme, every chart and the roadmap of a domain: made anew for one reader, and kept."""

import json
from http.client import HTTPConnection

from bench.load import Figure, measure, sign_in

READER = "programma@voorbeeld.nl"
PAGES = (
    ("dashboard", "/progress/"),
    ("dashboard of a domain", "/domains/sociaal-domein/progress"),
    ("gallery of charts", "/progress/charts"),
    ("list behind a figure", "/progress/use-cases?status=red"),
    ("milestones behind a figure", "/progress/milestones?state=missed"),
    ("roadmap of a domain", "/domains/sociaal-domein/roadmap"),
    ("roadmap of all domains", "/roadmap"),
    ("preconditions", "/preconditions/"),
    ("system functions", "/system-functions/"),
    ("agenda with actions and budget", "/actions/"),
    ("organisation", "/organisations/gemeente-den-haag"),
    ("organisation and its scale-up", "/organisations/gemeente-den-haag/scale-up"),
)
OWN_PAGES = (
    ("editor of a domain", "/domains/sociaal-domein/roadmap/edit"),
    ("editor over all domains", "/roadmap/edit"),
    ("capacity of a domain", "/domains/sociaal-domein/roadmap/capacity"),
    ("capacity over all domains", "/roadmap/capacity"),
    ("schedule of a domain, asked and answered", "/domains/sociaal-domein/roadmap/proposal"),
    ("versions of a roadmap", "/domains/sociaal-domein/roadmap/versions"),
)
LISTS = (
    ("all milestones as JSON", "/progress/milestones.json"),
    ("all milestones as CSV", "/progress/milestones.csv"),
    ("all followed use cases as JSON", "/progress/use-cases.json"),
)


def measure_all(port: int, charts: list[str], times: int) -> list[Figure]:
    """Measure the pages and the data of each chart, signed in and so made anew; then the pages as kept."""
    cookie = sign_in(port, READER)
    found = [
        measure(port, name, path, cookie=cookie, times=times, readers=2)
        for name, path in (*PAGES, *OWN_PAGES, *LISTS)
    ]
    for chart in charts:
        figure = f"/progress/{chart}.json?figure=1"
        found.append(measure(port, f"figure of {chart}", figure, cookie=cookie, times=times, readers=2))
    for form in ("json", "csv"):
        for chart in charts:
            data = f"/progress/{chart}.{form}"
            name = f"all data of {chart}, {form.upper()}"
            found.append(measure(port, name, data, cookie=cookie, times=times, readers=2))
    found += [
        measure(port, f"{name} (visitor, made anew)", path, times=times, readers=2, is_kept=False)
        for name, path in PAGES
    ]
    found += [measure(port, f"{name} (visitor, kept)", path, times=times) for name, path in PAGES[:3]]
    return found


def charts_of(port: int) -> list[str]:
    """Return the charts that the gallery links to."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/progress/charts")
    page = connection.getresponse().read().decode()
    links = page.split("<main", 1)[1].split('href="/progress/')[1:]
    found = [link.split('"', 1)[0].split("?", 1)[0] for link in links]
    return [name for name in dict.fromkeys(found) if _is_chart(port, name)]


def _is_chart(port: int, name: str) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/progress/{name}.json?figure=1")
    answer = connection.getresponse()
    body = answer.read()
    return answer.status == 200 and "data" in json.loads(body)
