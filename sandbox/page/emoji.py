"""The emoji that people and bots write by name most often."""

import re

_NAME = re.compile(r":([a-z0-9_+-]+):")

_TABLE = """
👍 +1 thumbsup · 👎 -1 thumbsdown · 👌 ok_hand · 👏 clap · 👋 wave · 🙌 raised_hands · 🙏 pray · 💪 muscle
👉 point_right
👈 point_left · ☝️ point_up · 👇 point_down · 👀 eyes · ❤️ heart · 💔 broken_heart · 🔥 fire · ✨ sparkles · ⭐ star
🎉 tada · 🚀 rocket · 💯 100 · 💥 boom · ⚡ zap · 💡 bulb · 🔔 bell · 🔕 no_bell · 😄 smile · 🙂 slightly_smiling_face
😀 grinning · 😂 joy · 😆 laughing · 😉 wink · 😊 blush · 🤔 thinking_face · 😭 sob · 😢 cry · 😱 scream · 😎 sunglasses
😴 sleeping · 😐 neutral_face · 😞 disappointed · 😍 heart_eyes · 🥳 partying_face · 🙈 see_no_evil
✅ white_check_mark
✔️ heavy_check_mark · ☑️ ballot_box_with_check · ❌ x · ⚠️ warning · ❗ exclamation · ❓ question · ⛔ no_entry
🚫 no_entry_sign · 🔴 red_circle · 🟠 large_orange_circle · 🟡 large_yellow_circle · 🟢 large_green_circle
🔵 large_blue_circle · ⚪ white_circle · ⚫ black_circle · ⬜ white_large_square · ⬛ black_large_square
🔷 large_blue_diamond · 🔹 small_blue_diamond · ➡️ arrow_right · ⬅️ arrow_left · ⬆️ arrow_up · ⬇️ arrow_down
🔄 arrows_counterclockwise · 🔁 repeat · ⌛ hourglass · ⏳ hourglass_flowing_sand · ⏰ alarm_clock · ⏱️ stopwatch
🕘 clock9 · 📆 calendar · 📅 date · 🗓️ spiral_calendar_pad · 📝 memo pencil · ✏️ pencil2 · 📋 clipboard · 📌 pushpin
📍 round_pushpin · 📎 paperclip · 🔗 link · 🔒 lock · 🔓 unlock · 🔑 key · 🔍 mag · 🗑️ wastebasket · 📦 package
📥 inbox_tray · 📤 outbox_tray · ✉️ email · 💬 speech_balloon · 📣 mega · 📢 loudspeaker · 🏷️ label · 🔖 bookmark
📚 books · 📊 bar_chart · 📈 chart_with_upwards_trend · 🏁 checkered_flag · 🚩 triangular_flag_on_post · 🤖 robot_face
👤 bust_in_silhouette · 👥 busts_in_silhouette · ⚙️ gear · 🔧 wrench · 🔨 hammer · 🐛 bug · 🚧 construction
🚨 rotating_light · ☕ coffee · 🌴 palm_tree · ☀️ sunny · 🌙 crescent_moon · ❄️ snowflake · 🎂 birthday · 🎁 gift
🏆 trophy · 🎯 dart · 1️⃣ one · 2️⃣ two · 3️⃣ three
"""

_EMOJI = {
    name: emoji
    for emoji, *names in (entry.split() for entry in _TABLE.strip().replace("\n", "·").split("·"))
    for name in names
}


def with_emoji(text: str) -> str:
    """Put the emoji in the place of its :name:; unknown names stay as they are."""
    return _NAME.sub(lambda match: _EMOJI.get(match[1], match[0]), text)
