"""What a person sees of the consent: two pages of plain HTML, `/o/oauth2/auth` and what follows it."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.google.calendars import Calendars
from sandbox.google.consent import Asked, NotAsked

AUTHORIZE, DECIDE = "/o/oauth2/auth", "/o/oauth2/decide"

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in - local Google</title>
<body style="font: 16px system-ui; max-width: 34rem; margin: 3rem auto">{body}</body></html>"""
_FORM = """<h1>Hirebot wants access to your account</h1>
<form method="post" action="{action}"><input type="hidden" name="ticket" value="{ticket}">
<p><label>Account <input name="account" value="{account}" size="40"></label></p>
{boxes}<p><button name="decision" value="continue">Continue</button> <button name="decision" value="cancel">Cancel</button></p>
</form>"""
_BOX = '<p><label><input type="checkbox" name="scope" value="{scope}"> {scope}</label></p>\n'


def consent_routes(calendars: Calendars) -> list[Route]:
    async def authorize(request: Request) -> Response:
        try:
            with calendars.token_desk() as desk:
                ticket, asked = desk.consents.ask(request.url.query)
        except NotAsked as why:
            return _error(why)
        return HTMLResponse(_PAGE.format(body=_form(ticket, asked, calendars.organiser)))

    async def decide(request: Request) -> Response:
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        ticked = frozenset(form.get("scope", ())) if form.get("decision") == ["continue"] else frozenset[str]()
        try:
            with calendars.token_desk() as desk:
                ticket, account = (form.get(name, [""])[0] for name in ("ticket", "account"))
                return RedirectResponse(desk.consents.answer(ticket, user=account, ticked=ticked), status_code=302)
        except NotAsked as why:
            return _error(why)

    return [Route(AUTHORIZE, authorize, methods=["GET"]), Route(DECIDE, decide, methods=["POST"])]


def _form(ticket: str, asked: Asked, organiser: str) -> str:
    """As on Google's page, no box is ticked beforehand."""
    boxes = "".join(_BOX.format(scope=escape(scope)) for scope in sorted(asked.scopes))
    return _FORM.format(action=DECIDE, ticket=escape(ticket), account=escape(asked.hint or organiser), boxes=boxes)


def _error(why: NotAsked) -> Response:
    body = f"<h1>Access blocked</h1><p>{escape(why.description)}</p><p>Error {why.status}: {escape(why.error)}</p>"
    return HTMLResponse(_PAGE.format(body=body), status_code=why.status)
