"""A drawing of a report as an SVG file, with its title and what it shows for who can't see it."""

from html import escape

from portfolio.rules.report_document import Drawing, Shape


def svg_text(drawing: Drawing) -> str:
    """Return the drawing as SVG that stands alone."""
    name = f"{drawing.slug}-title {drawing.slug}-desc"
    shapes = "\n".join(_element(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'width="{drawing.width}" height="{drawing.height}" role="img" aria-labelledby="{escape(name)}">\n'
        f'<title id="{escape(drawing.slug)}-title">{escape(drawing.title)}</title>\n'
        f'<desc id="{escape(drawing.slug)}-desc">{escape(drawing.desc)}</desc>\n{shapes}\n</svg>\n'
    )


def _element(shape: Shape) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in shape["attributes"].items())
    text = escape(shape.get("text", ""))
    return f"<{shape['tag']}{attributes}>{text}</{shape['tag']}>"
