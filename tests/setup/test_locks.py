"""The locks say exactly what is installed, for any mirror, and they are the locks of the lists in pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ("runtime", "test", "bootstrap")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LISTED = {
    "runtime": [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["build"]],
    "test": PROJECT["dependency-groups"]["test"],
    "bootstrap": PROJECT["dependency-groups"]["bootstrap"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    requirement: Requirement
    hashes: tuple[str, ...]
    asked_for_by_us: bool

    @property
    def name(self) -> str:
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> Version:
        (specifier,) = self.requirement.specifier
        assert "==" == specifier.operator
        return Version(specifier.version)

    @property
    def is_for_this_machine(self) -> bool:
        return self.requirement.marker is None or self.requirement.marker.evaluate()


def lock_text(lock: str) -> str:
    return (ROOT / "requirements" / f"{lock}.txt").read_text()


def pins(lock: str) -> list[Pin]:
    entries = re.split(r"\n(?=\S)", lock_text(lock).strip())
    return [
        Pin(
            requirement=Requirement(entry.split("\\\n")[0].split(" \\")[0]),
            hashes=tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})\b", entry)),
            asked_for_by_us="hirebot (pyproject.toml" in entry,
        )
        for entry in entries
    ]


def unmet(requirements: Iterable[Requirement], versions: dict[str, Version]) -> list[str]:
    """The requirements for this machine that `versions` do not meet."""
    return [
        str(needed)
        for needed in requirements
        if (needed.marker is None or needed.marker.evaluate({"extra": ""}))
        and not (
            canonicalize_name(needed.name) in versions
            and needed.specifier.contains(versions[canonicalize_name(needed.name)], prereleases=True)
        )
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_registry_and_no_path(lock: str) -> None:
    assert [] == re.findall(r"^.*(?:://|--\w*index|find-links|file:| @ |\.whl|\.tar).*$", lock_text(lock), re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_has_one_version_and_hashes(lock: str) -> None:
    locked = pins(lock)

    assert len(locked) == len({pin.name for pin in locked})
    assert [] == [pin.name for pin in locked if not pin.hashes]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_that_of_the_lists_in_pyproject(lock: str) -> None:
    listed = [Requirement(text) for text in LISTED[lock]]
    locked = pins(lock)

    assert {canonicalize_name(needed.name) for needed in listed} == {pin.name for pin in locked if pin.asked_for_by_us}
    assert [] == unmet(listed, {pin.name: pin.version for pin in locked})


def test_the_test_lock_agrees_with_the_runtime_lock() -> None:
    runtime = {pin.name: pin for pin in pins("runtime")}
    shared = [(pin, runtime[pin.name]) for pin in pins("test") if pin.name in runtime]

    assert shared
    assert [] == [one.name for one, other in shared if (one.version, one.hashes) != (other.version, other.hashes)]


@pytest.mark.parametrize("locks", [("runtime",), ("runtime", "test")], ids="+".join)
def test_whatever_a_locked_package_needs_is_locked_too(locks: tuple[str, ...]) -> None:
    """As told by what is installed here, in as far as that is what is locked: in a `.venv` of start.py's, all of it.
    The bot must not need what only the test lock brings along."""
    locked = {pin.name: pin.version for lock in locks for pin in pins(lock) if pin.is_for_this_machine}
    installed = [metadata.distribution(name) for name in locked]
    as_locked = [dist for dist in installed if Version(dist.version) == locked[canonicalize_name(dist.name)]]
    assert as_locked

    needed = [Requirement(text) for distribution in as_locked for text in distribution.requires or ()]

    assert [] == unmet(needed, locked)
