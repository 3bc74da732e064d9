"""The team file: who hires, and for what. Pure: text in, a checked `TeamFile` or every problem at once out."""

from __future__ import annotations

from scheduling.team_file.company import read_company
from scheduling.team_file.entries import OpeningEntry, PersonEntry, TeamFile
from scheduling.team_file.fields import Fields
from scheduling.team_file.openings import read_openings
from scheduling.team_file.people import read_people
from scheduling.team_file.pools import check_openings
from scheduling.team_file.problems import Problem, Problems
from scheduling.team_file.tree import Nothing, Unreadable, decode, parse

__all__ = ["OpeningEntry", "PersonEntry", "Problem", "TeamFile", "read_team"]

KEYS = ("company", "people", "openings")


def read_team(source: str | bytes) -> TeamFile | tuple[Problem, ...]:
    """What the file says, or everything that is wrong with it, by line. Never raises, whatever the file holds."""
    problems = Problems()
    try:
        team = _read(source if isinstance(source, str) else decode(source), problems)
    except Unreadable as stop:
        problems.add(stop.line, stop.message)
        return problems.in_order()
    return problems.in_order() or team


def _read(text: str, problems: Problems) -> TeamFile:
    fields = Fields(parse(text, problems), "", problems, known=KEYS)
    company = read_company(fields.node("company") or Nothing(fields.line), problems)
    people_node, openings_node = fields.node("people"), fields.node("openings")
    if people_node is None:
        fields.report(fields.line_of("people"), "people is missing; everybody who takes part in hiring stands below it")
    people = () if people_node is None else read_people(people_node, company, problems)
    if not fields.has("openings"):
        fields.report(fields.line, "openings is missing; write “openings: {}” when there are none")
    openings = () if openings_node is None else read_openings(openings_node, problems)
    if people:
        check_openings(people, openings, problems)
    return TeamFile(holidays=company.holidays, people=people, openings=openings)
