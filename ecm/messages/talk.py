"""Greeting, menu, languages, and what we say when we did not understand."""

from __future__ import annotations

from ecm.messages.message import Message

_OPERATOR = {"operator": "San Bernardino County Health"}

MESSAGES = (
    Message(
        "welcome",
        "Hi! I am an automated helper from {operator} for Medi-Cal families. I can tell you about"
        " free extra help called Enhanced Care Management (ECM), see if it may fit, and ask your"
        " plan for it.\n\n"
        "Español: 9. More languages: 0. Text STOP to end texts, HELP for help. Msg rates may"
        " apply.",
        note="First words to someone new. STOP and HELP are the carrier's own words and stay in"
        " English. Says who we are and that this is automated (SB 243, AB 489). Write the second"
        " paragraph so that 9 leads to Spanish (in Spanish: to English) and 0 to all languages.",
        fills=_OPERATOR,
        variants={
            "web": "Hi! I am an automated helper from {operator} for Medi-Cal families. I can tell"
            " you about free extra help called Enhanced Care Management (ECM), see if it may fit,"
            " and ask your plan for it.\n\n"
            "You can write in your own words, or tap a button."
        },
    ),
    Message(
        "menu",
        "I can do these things for you. Pick one, or just write what you need.",
        note="The menu; numbered choices follow.",
    ),
    Message("goodbye", "Goodbye for now. Write to me any time. I keep your place."),
    Message("you_are_welcome", "You are welcome! I am here any time you want to write."),
    Message("choose_language", "Which language do you want?"),
    Message("language_changed", "OK, we will go on in English.", note="Name this language."),
    Message(
        "language_not_live",
        "I cannot write {language} yet.\n\nA free interpreter can help you by phone. Call Health"
        " Care Options at 1-800-430-4263, Monday to Friday, 8 to 6.",
        note="{language} is the language's own name. Source of the number: Health Care Options"
        " FAQ, as noted November 2026.",
        fills={"language": "Українська"},
    ),
    Message(
        "interpreter_offer",
        "A free interpreter can read this to you. Call your plan, or Health Care Options,"
        " 1-800-430-4263.",
        note="Follows English text that has no reviewed translation yet. Source of the number:"
        " Health Care Options FAQ, as noted November 2026.",
    ),
    Message(
        "offer_language_switch",
        "Do you want to go on in English?",
        note="Asked in the language that the person seems to write; name this language.",
    ),
    Message("resume_question", "Now back to my question."),
    Message("resume_later", "Welcome back! We can go on where we stopped."),
    Message(
        "not_understood_choices",
        "Sorry, I did not get that. Can you say it in other words, or pick one?",
        note="First time we do not understand. Choices, or the question again, follow.",
    ),
    Message(
        "not_understood_person",
        "Sorry, I still do not get it. That is on me. A person can help you. What would you like?",
        note="Second time; choices follow: a person, go on, menu.",
    ),
    Message(
        "trouble_try_again",
        "Sorry, something on our side is slow. Your message is safe. I will answer soon. If it is"
        " an emergency, call 911.",
        note="Sent once when an answer takes long or our system has a fault.",
    ),
    Message(
        "picture_received",
        "I got a picture, but I cannot look at pictures. Please do not send photos of cards or"
        " papers. Write it in words, please.",
        note="For a picture without text. Keeps photos of cards out of texts.",
    ),
    Message(
        "text_too_long",
        "That was a long message, so I read just the first part. Please send the main point in a"
        " short text.",
    ),
    Message("nothing_to_repeat", "I have not asked you anything yet."),
    Message(
        "started_over",
        "OK, we start fresh. What I asked before is put away. A request that was sent to your"
        " plan stays sent.",
    ),
)
