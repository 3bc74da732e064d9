"""The emoji names that messages here use; a name that is not among them stays as it was written."""

from __future__ import annotations

import re

_NAMED = re.compile(r":([a-z0-9_+\-]+):")
_EMOJI = {
    "warning": "⚠️",
    "white_check_mark": "✅",
    "heavy_check_mark": "✔️",
    "ballot_box_with_check": "☑️",
    "x": "❌",
    "calendar": "📅",
    "spiral_calendar_pad": "🗓️",
    "date": "📅",
    "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳",
    "alarm_clock": "⏰",
    "clock1": "🕐",
    "memo": "📝",
    "pencil": "📝",
    "clipboard": "📋",
    "bell": "🔔",
    "no_bell": "🔕",
    "tada": "🎉",
    "wave": "👋",
    "eyes": "👀",
    "lock": "🔒",
    "rotating_light": "🚨",
    "red_circle": "🔴",
    "large_green_circle": "🟢",
    "large_yellow_circle": "🟡",
    "large_orange_circle": "🟠",
    "large_blue_circle": "🔵",
    "white_circle": "⚪",
    "black_circle": "⚫",
    "thumbsup": "👍",
    "+1": "👍",
    "thumbsdown": "👎",
    "-1": "👎",
    "star": "⭐",
    "bulb": "💡",
    "mag": "🔍",
    "link": "🔗",
    "arrow_right": "➡️",
    "question": "❓",
    "exclamation": "❗",
    "speech_balloon": "💬",
    "bust_in_silhouette": "👤",
    "busts_in_silhouette": "👥",
    "palm_tree": "🌴",
    "double_vertical_bar": "⏸️",
}


def with_emoji(text: str) -> str:
    return _NAMED.sub(lambda match: _EMOJI.get(match.group(1), match.group(0)), text)
