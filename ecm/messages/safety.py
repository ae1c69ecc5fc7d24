"""Fixed words for danger. Lines and numbers carry their source in the note.

These are never changed without a review by a qualified person (`locales/review.toml`).
"""

from __future__ import annotations

from ecm.messages.message import Message

MESSAGES = (
    Message(
        "crisis_self_harm",
        "I am so sorry you are going through this. You are not alone.\n\n"
        "Please call or text 988 now, any hour. It is free. If someone may get hurt right now,"
        " call 911.\n\n"
        "I am an automated helper. I put a note at the top for our staff. Can you talk to someone"
        " now?",
        note="988: Suicide & Crisis Lifeline; call or text, 24 hours. For Spanish press 2. Source:"
        " City of Goleta notice and 988lifeline, noted November 2026. Not a promise that staff"
        " read it at once.",
        critical=True,
    ),
    Message(
        "crisis_unsafe",
        "I am sorry this is happening. It is not your fault. If you are in danger now, call 911.\n\n"
        "Free help, day and night: Domestic Violence 1-800-799-7233. Youth 1-800-843-5200."
        " Trafficking 1-888-373-7888. Child abuse 1-800-422-4453.\n\n"
        "I put a note at the top for our staff. Delete these texts if someone may look at this"
        " phone. Is this phone safe?",
        note="Lines: National Domestic Violence Hotline (general knowledge), California Youth"
        " Crisis Line, National Human Trafficking Hotline, Childhelp; sources in"
        " eligibility/directory/lines.yml, noted November 2026.",
        critical=True,
    ),
    Message(
        "medical_emergency",
        "This sounds like an emergency. Please call 911 now, or go to the nearest ER.\n\n"
        "Poison or wrong pills: 1-800-222-1222, any hour. I am an automated helper and cannot send"
        " help. I keep your place for later.",
        note="911; California Poison Control 1-800-222-1222 (general knowledge, noted November"
        " 2026).",
        critical=True,
    ),
    Message(
        "crisis_can_talk",
        "Thank you for telling me. Please call or text 988, or go to someone you trust. Stay with"
        " them. Our staff will see your message.",
        note="After a yes to: can you talk to someone now.",
        critical=True,
    ),
    Message(
        "crisis_cannot_talk",
        "That is OK. You can text 988 and no one will hear it. Text HOME to 741741 works too. I am"
        " still here.",
        note="After a no. Crisis Text Line 741741 (general knowledge, noted November 2026). HOME"
        " stays in English.",
        critical=True,
    ),
    Message(
        "unsafe_phone_safe",
        "OK. If you can, call one of those lines. They help you make a plan. Our staff will see"
        " your message.",
        note="After a yes to: is this phone safe.",
        critical=True,
    ),
    Message(
        "unsafe_phone_not_safe",
        "OK. I will not write first. Call from a safe phone when you can. In danger, call 911.",
        note="After a no to: is this phone safe. We then send nothing on our own.",
        critical=True,
    ),
    Message(
        "crisis_resume_offer",
        "I am glad you wrote. Your place is kept. What would you like to do?",
        note="When the person writes again after a crisis; choices: go on, a person.",
        critical=True,
    ),
)
