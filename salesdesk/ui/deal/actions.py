"""The actions of the deal page; their controller is the page's DealController."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow


def _row(key: str, title: str, handler: str, *shortcuts: str, **more: object) -> ActionRow:
    return ActionRow(
        key=f"deal.{key}",
        title=title,
        context="deal",
        handler=handler,
        menu="deal",
        shortcuts=shortcuts,
        **more,  # type: ignore[arg-type]
    )


ACTIONS: tuple[ActionRow, ...] = (
    _row("move", _("Move to the next stage"), "move_on", "Ctrl+Shift+Right", icon="arrow-right"),
    _row("move_back", _("Move to the stage before"), "move_back", "Ctrl+Shift+Left",
         icon="arrow-left"),
    _row("win", _("Won…"), "win", "Ctrl+Shift+W", icon="trophy", is_group_start=True),
    _row("lose", _("Lost…"), "lose", "Ctrl+Shift+L", icon="thumbs-down"),
    _row("pause", _("Pause or resume"), "pause", icon="pause"),
    _row("nurture", _("Nurture until a date…"), "nurture", icon="calendar-clock"),
    _row("disqualify", _("Disqualify…"), "disqualify", icon="ban"),
    _row("own_framework", _("Make a qualification framework…"), "own_framework", icon="target",
         words=_("own bant meddic qualify elements")),
    _row("copy_framework", _("Copy this deal's framework…"), "copy_framework", icon="copy",
         words=_("qualification own")),
    _row("edit_framework", _("Change this deal's framework…"), "edit_framework", icon="pencil",
         words=_("qualification rubric elements scale remove")),
    _row("reopen", _("Reopen"), "reopen", icon="undo-2"),
    _row("review", _("Hold the review…"), "hold_review", icon="lightbulb",
         words=_("win loss lessons learned")),
    _row("next_deal", _("Make the next deal…"), "next_deal", icon="refresh-cw",
         words=_("renewal expansion upsell growth follow-up copy")),
    _row("rename", _("Rename…"), "rename", "F2", icon="pencil"),
    _row("bin", _("Put into the bin"), "bin", icon="trash-2"),
    _row("log", _("Log activity"), "log", "Ctrl+L", icon="phone", is_group_start=True,
         words=_("call mail meeting note")),
    _row("note", _("Write a note"), "write_note", "Ctrl+Shift+N", icon="notebook-pen"),
    _row("step", _("Set a next step"), "set_step", "Ctrl+Shift+T", icon="calendar-check"),
    _row("done", _("Complete the next step…"), "complete_step", "Ctrl+Shift+D", icon="check"),
    _row("calendar", _("Put the next step into the calendar"), "to_calendar",
         icon="calendar-days", words=_("ics outlook appointment reminder")),
    _row("files", _("Add files…"), "add_files", "Ctrl+Shift+F", icon="paperclip",
         words=_("attachment mail eml vcard contact drop")),
    _row("export", _("Export this deal…"), "export_deal", icon="upload",
         words=_("salesdeal colleague pass on send file")),
    _row("person", _("Add a stakeholder"), "add_person", icon="user-plus"),
    _row("concession", _("Add a concession…"), "add_concession", icon="banknote",
         words=_("give get discount guardrail")),
    _row("plan_step", _("Add a step to the plan…"), "add_plan_step", icon="list-checks",
         words=_("mutual action plan")),
    _row("map", _("Stakeholder map"), "show_map", "Ctrl+Shift+M", icon="git-branch",
         words=_("people picture reports to")),
    _row("call", _("Start the call"), "start_call", "F8", icon="phone", is_group_start=True,
         words=_("call mode discovery talk")),
    _row("sheet", _("Pre-call sheet"), "prepare_call", icon="list-todo",
         words=_("prepare agenda hypothesis attendees")),
    _row("capture", _("Capture what the buyer says"), "capture", "Ctrl+Shift+C", icon="quote"),
    _row("present", _("Present the demo plan"), "present", "F5", icon="presentation",
         words=_("presenter view demo screen share recap")),
    _row("take_over", _("Take over what is new into the proposal"), "take_over",
         icon="file-text", words=_("draft facts line items since")),
    _row("overview", _("Overview"), "show_overview", "Alt+1", icon="info", is_group_start=True),
    _row("qualify", _("Qualify"), "show_qualify", "Alt+2", icon="target"),
    _row("discover", _("Discover"), "show_discover", "Alt+3", icon="message-circle-question-mark"),
    _row("value", _("Value"), "show_value", "Alt+4", icon="layers"),
    _row("proposal", _("Proposal"), "show_proposal", "Alt+5", icon="file-text"),
    _row("objections", _("Objections"), "show_objections", "Alt+6", icon="shield-alert"),
    _row("commit", _("Commit"), "show_commit", "Alt+7", icon="list-todo"),
    _row("handoff", _("Handoff"), "show_handoff", "Alt+8", icon="handshake"),
    _row("timeline", _("Timeline"), "show_timeline", "Alt+9", icon="history"),
    _row("next_part", _("Go to the next part of the page"), "next_part", "F6",
         icon="arrow-right", words=_("keyboard pane rail"), is_group_start=True),
    _row("previous_part", _("Go to the part of the page before"), "previous_part", "Shift+F6",
         icon="arrow-left", words=_("keyboard pane side")),
)  # fmt: skip
"""Ctrl+O, the short play, stands among the app's actions: it works on every page. Ctrl with a digit
leads to the pages, so the panels have Alt with a digit.
"""
