"""The schemas made from the discovery document accept what it describes and nothing beside it."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sandbox.google.app import create_app
from sandbox.google.calendars import Calendars
from sandbox.google.consent_page import AUTHORIZE, DECIDE
from sandbox.google.discovery import calendar_api, read_document
from sandbox.google.schema import body_problems, json_schema, parameter_problems
from tests.google_site import ORGANISER, SetClock


@pytest.mark.parametrize("nulls", [True, False])
def test_every_schema_of_the_document_becomes_a_sound_json_schema(nulls: bool) -> None:
    schema = json_schema("Event", nulls=nulls)

    Draft202012Validator.check_schema(schema)
    assert schema["$defs"].keys() == calendar_api().schemas.keys()


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        ({}, 0),
        ({"start": {"dateTime": "2026-03-10T10:00:00"}}, 0),
        ({"start": {"dateTime": "2026-03-10 10:00"}}, 1),
        ({"start": {"date": "2026-02-29"}}, 1),
        ({"start": {"date": "20260310"}}, 1),
        ({"attendees": [{"email": "a@x.test"}, {"mail": "b@x.test"}]}, 1),
        ({"attendees": {"email": "a@x.test"}}, 1),
        ({"reminders": {"overrides": [{"method": "email", "minutes": 10}]}}, 0),
        ({"reminders": {"overrides": [{"method": "email", "minutes": 10.5}]}}, 1),
        ({"guestsCanModify": 1}, 1),
        ({"sequence": True}, 1),
        ({"extendedProperties": {"private": {"anything": "goes"}}}, 0),
        ({"extendedProperties": {"private": {"anything": 1}}}, 1),
        ({"extendedProperties": {"hidden": {}}}, 1),
        ([], 1),
        (None, 1),
    ],
)
def test_a_body_is_held_against_the_document(body: Any, problems: int) -> None:
    assert len(body_problems("Event", body)) == problems


def test_null_is_for_patches_only() -> None:
    body = {"location": None, "start": {"date": None}, "extendedProperties": {"private": {"a": None}}}

    assert body_problems("Event", body, nulls=True) == []
    assert len(body_problems("Event", body)) == 3


def test_problems_name_the_place() -> None:
    assert body_problems("Event", {"attendees": [{"email": 7}]}) == ["$.attendees[0].email: 7 is not of type 'string'"]


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ([("maxResults", "10"), ("showDeleted", "true")], []),
        ([("maxResults", "0")], ["maxResults: out of range"]),
        ([("maxResults", "ten")], ["maxResults: not a number"]),
        ([("showDeleted", "True")], ["showDeleted: not true or false"]),
        ([("orderBy", "size")], ["orderBy: not one of startTime, updated"]),
        ([("timeMin", "2026-03-10T10:00:00")], ["timeMin: not an RFC 3339 timestamp with offset"]),
        ([("q", "a"), ("q", "b")], ["q: given more than once"]),
        ([("privateExtendedProperty", "a=1"), ("privateExtendedProperty", "b=2")], []),
        ([("calendarId", "x")], ["calendarId: unknown parameter"]),
        ([("nope", "x")], ["nope: unknown parameter"]),
    ],
)
def test_parameters_are_held_against_the_document(given: list[tuple[str, str]], problems: list[str]) -> None:
    assert parameter_problems(calendar_api().methods["calendar.events.list"].parameters, given) == problems


def test_every_served_method_has_the_route_that_the_document_gives_it() -> None:
    clock = SetClock()
    app = create_app(Calendars(organiser=ORGANISER, clock=clock, token_clock=clock))
    routes = {(verb, route.path) for route in app.routes for verb in route.methods if verb != "HEAD"}  # type: ignore[attr-defined]  # all are Routes

    document = read_document()
    resources = document["resources"]
    expected = {
        (method["httpMethod"], f"/{document['servicePath']}{method['path']}")
        for method in (
            *(resources["events"]["methods"][verb] for verb in ("get", "list", "insert", "patch", "update", "delete")),
            resources["freebusy"]["methods"]["query"],
        )
    }
    assert routes == expected | {("POST", "/token"), ("GET", AUTHORIZE), ("POST", DECIDE)}
