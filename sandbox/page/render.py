"""Templates of the page. Everything is escaped unless it was made here as markup."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.responses import HTMLResponse

from sandbox.page.world import Demo

_templates = Environment(
    loader=PackageLoader("sandbox.page"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(demo: Demo, template: str, *, status: int = 200, **shown: Any) -> HTMLResponse:
    """A template as an answer. `base.html` wants to know which part of the page this is (`part`: workspace, calendar,
    trouble)."""
    return HTMLResponse(_templates.get_template(template).render(demo=demo, **shown), status)


def fragment(template: str, **shown: Any) -> str:
    """A template that is a piece of a page."""
    return _templates.get_template(template).render(**shown)
