"""Who may see and do what: default deny, and feedback is blind until one's own is in."""

import pytest

from scheduling.rules.access import (
    GRANTS,
    Action,
    Resource,
    Role,
    any_authorized,
    authorize,
    roles_in_loop,
)

READS_OTHERS = (Resource.OTHERS_FEEDBACK, Action.READ)


def test_the_table_has_a_cell_for_every_role_and_resource() -> None:
    assert set(GRANTS) == {(role, resource) for role in Role for resource in Resource}


@pytest.mark.parametrize("role", [Role.OUTSIDER, Role.GONE])
def test_outsiders_and_those_who_left_get_help_and_nothing_else(role: Role) -> None:
    granted = {resource for resource in Resource for action in Action if authorize(role, resource, action)}
    assert granted == {Resource.HELP}


def test_a_member_outside_the_loop_learns_nothing_of_it() -> None:
    granted = {resource for resource in Resource for action in Action if authorize(Role.MEMBER, resource, action)}
    assert granted == {Resource.HELP, Resource.TEAM}


@pytest.mark.parametrize("other", list(Role))
def test_no_other_role_opens_others_feedback_while_ones_own_is_missing(other: Role) -> None:
    assert not any_authorized({Role.INTERVIEWER_BLIND, other}, *READS_OTHERS)


def test_a_coordinator_sees_whether_feedback_is_in_and_not_what_it_says() -> None:
    assert authorize(Role.COORDINATOR, Resource.OTHERS_FEEDBACK, Action.SEE_WHETHER_IN)
    assert not authorize(Role.COORDINATOR, *READS_OTHERS)


def test_admins_run_the_team_without_seeing_candidates() -> None:
    assert authorize(Role.ADMIN, Resource.SETTINGS, Action.MANAGE)
    assert not authorize(Role.ADMIN, Resource.CANDIDATE, Action.READ)
    assert authorize(Role.ADMIN, Resource.CANDIDATE, Action.READ_MASKED)


def test_only_the_hiring_manager_writes_the_decision() -> None:
    writers = {role for role in Role if authorize(role, Resource.DECISION, Action.WRITE)}
    assert writers == {Role.HIRING_MANAGER}


def test_contact_data_is_for_coordinator_and_hiring_manager() -> None:
    readers = {role for role in Role if authorize(role, Resource.CONTACT, Action.READ)}
    assert readers == {Role.COORDINATOR, Role.HIRING_MANAGER}


def test_whoever_is_the_candidate_drops_to_a_mere_member() -> None:
    roles = roles_in_loop(
        on_team=True,
        is_candidate=True,
        coordinates=True,
        hires=True,
        on_panel=True,
        owes_feedback=False,
        standings=["admin"],
    )
    assert roles == {Role.MEMBER}


def test_someone_deactivated_has_no_role_left() -> None:
    roles = roles_in_loop(
        on_team=False, is_candidate=False, coordinates=True, hires=True, on_panel=True, owes_feedback=False
    )
    assert roles == {Role.GONE}


def test_a_recruiter_who_coordinates_and_interviews_is_blind_like_any_interviewer() -> None:
    roles = roles_in_loop(
        on_team=True, is_candidate=False, coordinates=True, hires=False, on_panel=True, owes_feedback=True
    )
    assert roles == {Role.MEMBER, Role.COORDINATOR, Role.INTERVIEWER_BLIND}
    assert not any_authorized(roles, *READS_OTHERS)
    assert any_authorized(roles, Resource.PANEL, Action.MANAGE)
