"""Words of the web page itself: what stands around the chat, and the page about this service."""

from __future__ import annotations

from ecm.messages.message import Message

_OPERATOR = {"operator": "San Bernardino County Health"}


def _page(name: str, english: str, note: str = "", **extra: object) -> Message:
    """Return one wording of the page."""
    return Message(
        f"page_{name}",
        english,
        note=note,
        audience="page",
        **extra,  # type: ignore[arg-type]
    )


_FRAME = (
    _page(
        "title",
        "Family helper",
        "The page's name in the browser's tab and history. Keep it discreet: no health word, no"
        " name of a programme, for people whose screen is watched.",
    ),
    _page(
        "automated",
        "Automated helper. Run by {operator}.",
        "Under the name of the page, always in sight (SB 243, AB 489).",
        fills=_OPERATOR,
    ),
    _page("danger", "In danger?", "Two links follow: call 911, and call or text 988."),
    _page("call_911", "Call 911", "A link that calls."),
    _page(
        "call_or_text_988",
        "Call or text 988",
        "A link that calls the 988 Suicide & Crisis Lifeline. Keep it short: with the two words before"
        " it, it stands at the top of a small phone's screen. In Spanish add only: (oprima 2).",
    ),
    _page(
        "leave",
        "Leave this page fast",
        "A button, always in sight, for someone who may be watched. Keep it short.",
    ),
    _page("leave_hint", "You can also press the Esc key 3 times.", "Esc is a key's name."),
    _page("skip", "Skip to the main part", "First link for people who use the keyboard."),
    _page("about_link", "About this helper and your privacy"),
    _page("home_link", "Go to the first page"),
)

_HOME = (
    _page("home_heading", "Free extra help for Medi-Cal families"),
    _page(
        "home_intro",
        "Chat here to learn about Enhanced Care Management (ECM). See if it may fit you or your"
        " child. If you want, we ask your health plan for it.",
    ),
    _page("home_free", "It is free. You keep your doctors and your Medi-Cal."),
    _page("home_stop", "You can stop at any time."),
    _page("home_name", "You can start without giving your name."),
    _page("choose_language", "Choose your language to start", "Buttons with languages follow."),
    _page("start", "Start the chat", "Stands under each language's own name on its button."),
    _page("resume", "Go back to my chat"),
    _page(
        "interpreter",
        "Do you need another language, large print or help by phone? Call Health Care Options,"
        " 1-800-430-4263 (TTY 1-800-430-7077), Monday to Friday, 8 to 6. An interpreter is free.",
        "Numbers: Health Care Options FAQ, checked November 2026. Interpreters and large print are"
        " free by law (45 CFR 92).",
    ),
)

_CHAT = (
    _page("chat_heading", "Chat"),
    _page("messages", "Messages", "Name of the list of messages, for screen readers."),
    _page("from_person", "You", "Who wrote a message."),
    _page("from_bot", "Automated helper", "Who wrote a message."),
    _page("from_agent", "Staff member", "Who wrote a message: a person of our team."),
    _page("from_system", "Note", "Before a notice that nobody wrote."),
    _page("answers", "Answers to pick", "Name of a group of buttons, for screen readers."),
    _page("write", "Write a message", "Name of the field, and the grey words in it."),
    _page("send", "Send", "A button."),
    _page("see_new", "See new messages", "A button for browsers without JavaScript."),
    _page("typing", "The helper is writing"),
    _page("agent_here", "A person from our team is in this chat."),
    _page("sending", "Sending", "Under a message that is on its way."),
    _page("not_sent", "Not sent", "Under a message that did not get through."),
    _page("try_again", "Try again", "A button."),
    _page("offline", "No connection. We keep trying."),
    _page("ended", "This chat is closed."),
    _page("new_chat", "Start a new chat", "A link."),
    _page("too_long", "This is too long. Please write less than 1,600 letters."),
    _page("nothing_written", "Please write something first."),
    _page("too_many", "That was a lot at once. Please wait a minute. Then try again."),
)

_ABOUT = (
    _page("about_heading", "About this helper"),
    _page("about_what", "What this is"),
    _page(
        "about_what_text",
        "This is a computer program, not a person. {operator} runs it. It tells you about Enhanced"
        " Care Management (ECM) and can ask your health plan for it. Your plan makes the decision.",
        fills=_OPERATOR,
    ),
    _page("about_doctor", "It is not a doctor"),
    _page(
        "about_doctor_text",
        "It cannot give medical advice. If someone is in danger, call 911. If you think about"
        " hurting yourself, call or text 988 at any hour.",
        critical=True,
    ),
    _page("about_keep", "What we keep"),
    _page(
        "about_keep_text",
        "We keep what you write here, your language, and what you ask us to send to your plan. We"
        " lock it with a secret code (encryption). This page has no ads and does not follow you to"
        " other sites.",
        "The store encrypts every field that holds a person's words or data.",
        critical=True,
    ),
    _page("about_see", "Who can see it"),
    _page(
        "about_see_text",
        "Our staff can read this chat. Your plan gets your answers only after you say yes. We do"
        " not sell them and do not tell your family. By law, some staff must report when a child"
        " is being hurt.",
        "As in the answer about privacy; some staff are mandated reporters (California Penal Code"
        " 11166).",
        critical=True,
    ),
    _page("about_home", "Letters to your home"),
    _page(
        "about_home_text",
        "Letters or calls from the plan may reach your home. You can tell us a safe way to reach"
        " you.",
        critical=True,
    ),
    _page("about_device", "On this phone or computer"),
    _page(
        "about_device_text",
        "The button to leave fast closes the chat and opens a weather page. To come back, you"
        " start a new chat. Your browser may still list this page among the pages you saw.",
        critical=True,
    ),
    _page("about_language", "Free help in your language"),
)

_ERRORS = (
    _page("error_heading", "This did not work"),
    _page("error_missing", "We do not have this page."),
    _page("error_refused", "We could not use what was sent. Please go back and try again."),
    _page("error_trouble", "Something on our side is wrong. Please try again in a minute."),
)

MESSAGES: tuple[Message, ...] = _FRAME + _HOME + _CHAT + _ABOUT + _ERRORS
