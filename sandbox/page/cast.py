"""Who is who in the example team, for the list of people to act as."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.company import TEAM_FILE, Company
from scheduling.team_file import TeamFile, read_team

_GROUPS = ("Coordinators", "Hiring managers", "Interviewers", "Others")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`name` is the short one by which somebody is acted as, `group` what they are in the story."""

    name: str
    real_name: str
    email: str
    zone: str
    group: str
    colour: int

    @property
    def initials(self) -> str:
        words = self.real_name.split()
        return words[0][0] + (words[-1][0] if len(words) > 1 else "")

    @property
    def city(self) -> str:
        return self.zone.split("/")[-1].replace("_", " ")


def cast(company: Company) -> list[Part]:
    """Everybody of the team file: group by group, in its order."""
    team = read_team(TEAM_FILE.read_text(encoding="utf-8"))
    if not isinstance(team, TeamFile):
        raise ValueError("the example team file has problems")
    coordinators = {opening.coordinator for opening in team.openings}
    managers = {opening.hiring_manager for opening in team.openings}
    parts = []
    for number, entry in enumerate(team.people):
        place = 0 if entry.email in coordinators else 1 if entry.email in managers else 2 if entry.pools else 3
        parts.append(
            Part(
                name=company.named(entry.email),
                real_name=entry.name,
                email=entry.email,
                zone=entry.zone,
                group=_GROUPS[place],
                colour=number % 8,
            )
        )
    return sorted(parts, key=lambda part: _GROUPS.index(part.group))
