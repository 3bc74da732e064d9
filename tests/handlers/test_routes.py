"""The routing table: everything has exactly one way in, and every way in says whom it is for."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from handlers.command_text import Verb
from handlers.payloads import Kind
from handlers.presenters.help import VERBS
from handlers.route import ANYTHING, About, Route
from handlers.routes import ROUTES
from handlers.ui import new_loop, scorecard
from handlers.ui.actions import Form, Press
from scheduling import intents
from scheduling.rules.access import GRANTS, Role
from scheduling.use_cases.requirements import ALSO, REQUIRED

NOT_WANTED_BY_ANYBODY = {intents.Asked}
"""What the gate itself takes."""


def patterns(kind: Kind) -> list[str]:
    return [route.pattern for route in ROUTES if route.kind is kind]


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (Kind.COMMAND, list(Verb)),
        (Kind.PRESS, list(Press)),
        (Kind.FORM, list(Form)),
        (Kind.TYPED, [scorecard.TYPED]),
        (Kind.OPTIONS, [new_loop.ZONE]),
        (Kind.EVENT, ["app_home_opened", "user_change", "message"]),
    ],
)
def test_everything_has_exactly_one_route(kind: Kind, wanted: list[str]) -> None:
    rest = [ANYTHING] if kind not in (Kind.TYPED, Kind.OPTIONS) else []
    assert Counter([*wanted, *rest]) == Counter(patterns(kind))


@pytest.mark.parametrize("route", [r for r in ROUTES if r.intent in REQUIRED], ids=lambda route: route.name)
def test_a_route_asks_for_what_the_core_asks_for_again(route: Route) -> None:
    assert route.intent is not None
    also = ALSO.get(route.intent)
    assert REQUIRED[route.intent] == (route.resource, route.action)
    assert also == ((route.resource, route.also) if route.also else None)


def test_whatever_people_can_want_has_a_way_in() -> None:
    taken = {route.intent for route in ROUTES if route.intent is not None}
    assert set(intents.KINDS.values()) - NOT_WANTED_BY_ANYBODY == taken


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_somebody_may_come_every_way(route: Route) -> None:
    actions = frozenset(filter(None, (route.action, route.also)))
    granted = {role for (role, resource), given in GRANTS.items() if resource is route.resource and actions & given}
    assert granted - {Role.OUTSIDER, Role.GONE}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_way_about_a_loop_is_never_asked_of_the_team_as_a_whole(route: Route) -> None:
    names = {field.name for field in fields(route.intent)} if route.intent else set()
    if "loop_id" in names and route.intent is not intents.NewLoop:
        assert About.LOOP is route.about


@pytest.mark.parametrize("missing", ["resource", "action", "about", "listener"])
def test_a_listener_without_a_declared_right_is_no_route(missing: str) -> None:
    whole = {field.name: getattr(ROUTES[0], field.name) for field in fields(Route)}
    with pytest.raises(TypeError):
        Route(**{name: value for name, value in whole.items() if name != missing})


@pytest.mark.parametrize(("name", "value"), [("resource", None), ("resource", "loop"), ("action", None), ("about", "")])
def test_a_right_that_the_access_table_does_not_know_is_no_route(name: str, value: Any) -> None:
    with pytest.raises(TypeError):
        replace(ROUTES[0], **{name: value})


def test_listeners_reach_slack_through_the_table_only() -> None:
    """No module but `register` calls one of Bolt's ways to register a listener."""
    ways = {"action", "command", "event", "view", "options", "shortcut", "message", "use", "middleware"}
    root = Path(__file__).parents[2] / "handlers"
    found = [
        f"{path.name}:{call.lineno}"
        for path in root.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ways
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "app"
        and path.name != "register.py"
    ]
    assert [] == found


def test_help_names_every_verb_that_there_is() -> None:
    assert {verb.value for verb in Verb} == {words.split()[1] if " " in words else "" for words, _ in VERBS}
