"""Who hires: two openings, one of them without holds, people in three time zones, and a hiring manager who interviews too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from models.records.openings import Opening, RoundKind, RoundPlan
from models.records.people import Holiday, Hours, Person, PoolMember, Standing
from models.unit_of_work import UnitOfWork
from scheduling.ports import SlackUser

_WORK = tuple(Hours(weekday=day, start=540, end=1080) for day in range(5))
_CORE = tuple(Hours(weekday=day, start=600, end=960) for day in range(5))
POOLS: Mapping[str, tuple[str, ...]] = {
    "recruiter": ("rita", "ron"),
    "engineer": ("emil", "eva", "elif"),
    "pair": ("paul", "petra", "pavel"),
    "pm": ("pia", "poul"),
    "lead": ("leo", "jonas"),
    "peer": ("nina", "noah"),
}
ZONES: Mapping[str, str] = {"eva": "America/New_York", "ron": "Europe/London", "petra": "Europe/London"}
STAFF = ("mara", "jonas", "mika", "hana", "ada")
NAMES = tuple(dict.fromkeys((*STAFF, *(name for members in POOLS.values() for name in members))))
ROUNDS = (
    RoundPlan(kind=RoundKind.SCREEN, name="Recruiter screen", minutes=30, seats=("recruiter",), gap_bdays=0),
    RoundPlan(kind=RoundKind.DEEP_DIVE, name="Deep-dive", minutes=60, seats=("engineer",)),
    RoundPlan(kind=RoundKind.HANDS_ON, name="Pairing", minutes=120, seats=("pair",)),
    RoundPlan(kind=RoundKind.DESIGN, name="Design", minutes=60, seats=("pm", "lead", "peer")),
)
OPENINGS = (
    Opening(id="search", key="search", title="Search", hiring_manager_id="jonas", coordinator_id="mara", rounds=ROUNDS),
    Opening(
        id="data",
        key="data",
        title="Data",
        hiring_manager_id="hana",
        coordinator_id="mika",
        rounds=ROUNDS,
        holds=False,
    ),
)
HOLIDAYS = (date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25), date(2027, 1, 1))


def email(name: str) -> str:
    return f"{name}@team.example"


def slack_id(name: str) -> str:
    return f"U{name.upper()}"


def name_in(channel: str) -> str:
    """Whose direct messages these are."""
    return channel.removeprefix("DU").lower()


def zone_of(name: str) -> str:
    return ZONES.get(name, "Europe/Berlin")


def user(name: str) -> SlackUser:
    return SlackUser(
        user_id=slack_id(name),
        email=email(name),
        name=name.title(),
        zone=zone_of(name),
        outsider=False,
        deactivated=False,
    )


def write_team(uow: UnitOfWork) -> None:
    """Everybody is known to the workspace by address only, as after `team load`."""
    with uow() as tx:
        for name in NAMES:
            standings = frozenset({Standing.ADMIN}) if name == "ada" else frozenset()
            tx.people.add(
                Person(
                    id=name,
                    email=email(name),
                    name=name.title(),
                    zone=zone_of(name),
                    work=_WORK,
                    core=_CORE,
                    max_per_day=3,
                    max_per_week=8,
                    standings=standings,
                )
            )
        for pool, members in POOLS.items():
            for name in members:
                tx.pools.add(PoolMember(pool=pool, person_id=name))
        for opening in OPENINGS:
            tx.openings.add(opening)
        for day in HOLIDAYS:
            tx.holidays.add(Holiday(day=day, name="Holiday"))
