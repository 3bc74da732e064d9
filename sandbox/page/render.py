"""Templates of the page. Everything is escaped unless it was made here as markup."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.responses import HTMLResponse

from sandbox.page.asked import Viewer
from sandbox.page.chart import picture
from sandbox.page.clock_face import clock_face
from sandbox.page.world import Demo

_templates = Environment(
    loader=PackageLoader("sandbox.page"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["picture"] = picture


def page(demo: Demo, template: str, *, part: str, by: Viewer, **shown: Any) -> HTMLResponse:
    """A template as an answer. `part` is which of the tabs this is, `by` whose clock the bar shows."""
    shown |= {"demo": demo, "part": part, "by": by, "clock": clock_face(demo, by)}
    return HTMLResponse(_templates.get_template(template).render(shown))


def fragment(template: str, **shown: Any) -> str:
    """A template that is a piece of a page."""
    return _templates.get_template(template).render(**shown)
