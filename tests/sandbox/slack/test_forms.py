"""People fill in modals: what the client checks, what the app is sent, what its answer does to the modal."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.slack import FormIncomplete, HttpDelivery, LocalSlack, NotPossible, Person, Problem, View
from tests.sandbox.slack.site import menu, modal, plain, section, text_field
from tests.sandbox.slack.small_bot import SmallBot


def open_form(her: Person) -> View:
    her.slash("/hire", "new")
    assert her.modal is not None
    return her.modal


def show(slack: LocalSlack, her: Person, *blocks: dict[str, Any], **more: Any) -> View:
    """Puts a modal on her screen without asking the app."""
    with slack.workspace.change():
        return slack.workspace.views.open(her.user.id, modal(*blocks, callback_id="form", **more))


def field(kind: str, *, optional: bool = False, **more: Any) -> dict[str, Any]:
    element = {"type": kind, "action_id": "it", **more}
    return {"type": "input", "block_id": "field", "label": plain("Field"), "optional": optional, "element": element}


def submitted_value(bot: SmallBot) -> dict[str, Any]:
    value: dict[str, Any] = bot.bodies("submission")[-1]["view"]["state"]["values"]["field"]["it"]
    return value


def test_a_submission_carries_the_view_and_all_values_as_slack_sends_them(her: Person, bot: SmallBot) -> None:
    view = open_form(her)
    assert her.submit(view, {"name": "Ada <3 & co", "level": "Senior"}).ok
    [body] = bot.bodies("submission")
    sent = body["view"]
    assert (view.id, view.hash, "loop-1", "form") == (
        sent["id"],
        sent["hash"],
        sent["private_metadata"],
        sent["callback_id"],
    )
    assert {"type": "plain_text_input", "value": "Ada <3 & co"} == sent["state"]["values"]["name"]["name_text"]
    assert "senior" == sent["state"]["values"]["level"]["pick"]["selected_option"]["value"]
    assert {"type": "plain_text_input", "value": None} == sent["state"]["values"]["notes"]["notes_text"]
    assert [] == body["response_urls"]
    assert her.modal is None


def test_required_fields_hold_the_form_back_and_the_app_hears_nothing(her: Person, bot: SmallBot) -> None:
    view = open_form(her)
    with pytest.raises(FormIncomplete) as refused:
        her.submit(view)
    assert {"name": "Please complete this required field."} == refused.value.errors
    assert [] == bot.bodies("submission")


@pytest.mark.parametrize(
    ("element", "bad", "good"),
    [
        ({"kind": "plain_text_input", "max_length": 3}, "four", "abc"),
        ({"kind": "plain_text_input", "min_length": 3}, "ab", "abc"),
        ({"kind": "plain_text_input"}, "x" * 3001, "x" * 3000),
        ({"kind": "email_text_input"}, "ann@acme", "ann@acme.test"),
        ({"kind": "url_text_input"}, "acme.test", "https://acme.test/cv"),
        ({"kind": "number_input", "is_decimal_allowed": False}, "1.5", "2"),
        ({"kind": "number_input", "is_decimal_allowed": True}, "many", "1.5"),
        ({"kind": "number_input", "is_decimal_allowed": False, "min_value": "15"}, "14", "15"),
        ({"kind": "number_input", "is_decimal_allowed": False, "max_value": "90"}, "91", "90"),
    ],
)
def test_the_client_checks_what_a_field_takes(
    her: Person, bot: SmallBot, slack: LocalSlack, element: dict[str, Any], bad: str, good: str
) -> None:
    show(slack, her, field(**element), text_field("name"))
    with pytest.raises(FormIncomplete) as refused:
        her.submit(values={"field": bad, "name": "x"})
    assert ["field"] == list(refused.value.errors)
    assert her.submit(values={"field": good}).ok
    assert good == submitted_value(bot)["value"]


@pytest.mark.parametrize(
    ("element", "choice", "state"),
    [
        ({"kind": "datepicker"}, "2026-02-28", {"selected_date": "2026-02-28"}),
        ({"kind": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"kind": "datetimepicker"}, "2026-01-05T09:00:00+00:00", {"selected_date_time": 1767603600}),
    ],
)
def test_pickers_give_what_slack_gives(
    her: Person, bot: SmallBot, slack: LocalSlack, element: dict[str, Any], choice: str, state: dict[str, Any]
) -> None:
    show(slack, her, field(**element), text_field("name"))
    her.submit(values={"field": choice, "name": "x"})
    assert {"type": element["kind"], **state} == submitted_value(bot)


@pytest.mark.parametrize("kind", ["static_select", "radio_buttons"])
def test_one_option_is_picked_by_value_or_label(her: Person, bot: SmallBot, slack: LocalSlack, kind: str) -> None:
    for choice in ("two", "Two"):
        show(slack, her, field(kind, options=menu("one", "two")), text_field("name"))
        her.submit(values={"field": choice, "name": "x"})
        assert "two" == submitted_value(bot)["selected_option"]["value"]


@pytest.mark.parametrize("kind", ["multi_static_select", "checkboxes"])
def test_several_options_are_picked_from_those_on_offer(
    her: Person, bot: SmallBot, slack: LocalSlack, kind: str
) -> None:
    show(slack, her, field(kind, options=menu("one", "two", "three")), text_field("name"))
    with pytest.raises(NotPossible, match="not on offer"):
        her.submit(values={"field": ["one", "four"], "name": "x"})
    her.submit(values={"field": ["one", "three"], "name": "x"})
    assert ["one", "three"] == [option["value"] for option in submitted_value(bot)["selected_options"]]


def test_people_are_picked_from_the_workspace(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    gone = slack.workspace.add_user("gone", deleted=True)
    show(slack, her, field("multi_users_select", max_selected_items=1), text_field("name"))
    for refused in ([gone], ["U404"], [her.user, her.user.id]):
        with pytest.raises(NotPossible):
            her.fill(None, {"field": refused})
    her.submit(values={"field": [her.user], "name": "x"})
    assert [her.user.id] == submitted_value(bot)["selected_users"]


@pytest.mark.parametrize(("element", "choice"), [("datepicker", "2026-02-30"), ("timepicker", "25:00")])
def test_pickers_do_not_offer_days_and_times_that_do_not_exist(
    her: Person, bot: SmallBot, slack: LocalSlack, element: str, choice: str
) -> None:
    show(slack, her, field(element))
    with pytest.raises(NotPossible):
        her.fill(None, {"field": choice})


def test_initial_values_are_submitted_untouched(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    show(slack, her, field("static_select", options=menu("one"), initial_option=menu("one")[0]), text_field("name"))
    her.submit(values={"name": "x"})
    assert "one" == submitted_value(bot)["selected_option"]["value"]


def test_field_errors_of_the_app_leave_the_form_open_with_everything_in_it(her: Person, bot: SmallBot) -> None:
    view = open_form(her)
    answer = her.submit(view, {"name": "errors", "level": "junior"})
    assert {"name": "Not this name"} == answer.errors
    assert her.modal is not None
    assert "errors" == her.modal.values["name"]["name_text"]["value"]


def test_an_update_keeps_what_was_typed_where_the_ids_stay(her: Person, bot: SmallBot) -> None:
    view = open_form(her)
    her.submit(view, {"name": "update"})
    assert her.modal is not None
    assert (view.id, 1, "update") == (
        her.modal.id,
        len(her.modal.blocks),
        her.modal.values["name"]["name_text"]["value"],
    )
    assert her.modal.hash != view.hash


def test_a_pushed_view_lies_on_top_and_closing_it_shows_the_one_below(her: Person, bot: SmallBot) -> None:
    view = open_form(her)
    her.submit(view, {"name": "push"})
    pushed = her.modal
    assert pushed is not None
    assert (view.id, view.id) == (pushed.previous_view_id, pushed.root_view_id)
    with pytest.raises(NotPossible):
        her.submit(view)
    her.submit(pushed, {"name": "done"})
    assert her.modal is not None
    assert view.id == her.modal.id


def test_clear_closes_the_whole_stack(her: Person, bot: SmallBot) -> None:
    her.submit(open_form(her), {"name": "push"})
    her.submit(values={"name": "clear"})
    assert her.modal is None


@pytest.mark.parametrize("name", ["misplaced", "broken"])
def test_an_answer_slack_cannot_use_leaves_the_form_open_and_is_told(her: Person, bot: SmallBot, name: str) -> None:
    view = open_form(her)
    assert Problem.BAD_ANSWER == her.submit(view, {"name": name}).problem
    assert her.modal is not None
    assert ["We had some trouble connecting. Try again?"] == her.notices


def test_a_form_outlives_an_app_that_is_down(her: Person, bot: SmallBot) -> None:
    view = open_form(her)
    bot.failing = True
    assert Problem.HTTP_ERROR == her.submit(view, {"name": "Ada"}).problem
    bot.failing = False
    assert her.submit(view).ok
    assert "Ada" == bot.bodies("submission")[0]["view"]["state"]["values"]["name"]["name_text"]["value"]


def test_typing_is_reported_while_one_types_where_the_field_says_so(her: Person, bot: SmallBot) -> None:
    view = open_form(her)
    her.type_into(view, "notes", "notes_text", "Draft")
    her.type_into(view, "name", "name_text", "Ada")
    [body] = bot.bodies("typed")
    assert ("Draft", "plain_text_input") == (body["actions"][0]["value"], body["actions"][0]["type"])
    assert {"type": "view", "view_id": view.id} == body["container"]
    assert "Draft" == body["view"]["state"]["values"]["notes"]["notes_text"]["value"]
    assert "response_url" not in body


def test_by_default_a_dispatching_field_reports_on_enter_only(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    show(slack, her, field("plain_text_input") | {"dispatch_action": True, "block_id": "field"})
    her.type_into(None, "field", "it", "quiet")
    assert [] == bot.received
    assert Problem.HTTP_ERROR == her.type_into(None, "field", "it", "told", enter=True).problem  # nobody listens


def test_a_closed_view_is_told_without_what_was_typed(her: Person, bot: SmallBot) -> None:
    view = open_form(her)
    her.type_into(view, "name", "name_text", "Ada")
    her.close(view)
    [body] = bot.bodies("closed")
    assert ({"values": {}}, False) == (body["view"]["state"], body["is_cleared"])
    assert her.modal is None


def test_closing_everything_tells_each_view_that_it_was_cleared(her: Person, bot: SmallBot) -> None:
    her.submit(open_form(her), {"name": "push"})
    her.close(everything=True)
    assert [True] == [body["is_cleared"] for body in bot.bodies("closed")]  # only the first asked to be told
    assert her.modal is None


def test_an_external_menu_offers_what_the_app_suggests(her: Person, bot: SmallBot, slack: LocalSlack) -> None:
    element = {"type": "external_select", "action_id": "person", "min_query_length": 2}
    block = {"type": "input", "block_id": "who", "label": plain("Who"), "element": element}
    show(slack, her, block, text_field("name"))
    with pytest.raises(NotPossible):
        her.suggest(None, "person", "a")
    with pytest.raises(NotPossible):
        her.select(None, "person", "ad-1")
    assert ["ad-1", "ad-2"] == [option["value"] for option in her.suggest(None, "person", "ad")]
    her.select(None, "person", "ad-2")
    her.submit(values={"name": "x"})
    [asked], [sent] = bot.bodies("options"), bot.bodies("submission")
    assert ("block_suggestion", "ad", "who") == (asked["type"], asked["value"], asked["block_id"])
    assert "ad-2" == sent["view"]["state"]["values"]["who"]["person"]["selected_option"]["value"]


def test_a_modal_without_a_submit_button_cannot_be_submitted(her: Person, slack: LocalSlack, bot: SmallBot) -> None:
    with slack.workspace.change():
        slack.workspace.views.open(her.user.id, {"type": "modal", "title": plain("T"), "blocks": [section("x")]})
    with pytest.raises(NotPossible):
        her.submit()


def test_a_late_answer_to_a_submission_leaves_the_form_open(
    her: Person, bot: SmallBot, slack: LocalSlack, hasty_delivery: HttpDelivery
) -> None:
    view = open_form(her)
    slack.connect(hasty_delivery)
    assert Problem.TIMEOUT == her.submit(view, {"name": "slow"}).problem
    assert her.modal is not None
    assert "slow" == her.modal.values["name"]["name_text"]["value"]
