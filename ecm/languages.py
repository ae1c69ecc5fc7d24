"""The Medi-Cal threshold languages: tag, own name, direction, and which are live.

Tags are fixed (`docs/adding-a-language.md`). A language is live when its catalogue, its training
data and its safety and opt-out rules are there and its tests pass.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language as people and software name it."""

    tag: str
    english_name: str
    own_name: str
    locale: str
    direction: str = "ltr"


LANGUAGES: dict[str, Language] = {
    language.tag: language
    for language in (
        Language("en", "English", "English", "en_US"),
        Language("es", "Spanish", "Español", "es_US"),
        Language("vi", "Vietnamese", "Tiếng Việt", "vi"),
        Language("zh-Hant", "Chinese (traditional)", "繁體中文", "zh_Hant"),
        Language("zh-Hans", "Chinese (simplified)", "简体中文", "zh_Hans"),
        Language("tl", "Tagalog", "Tagalog", "fil_PH"),
        Language("ko", "Korean", "한국어", "ko"),
        Language("hy", "Armenian", "Հայերեն", "hy"),
        Language("ru", "Russian", "Русский", "ru"),
        Language("uk", "Ukrainian", "Українська", "uk"),
        Language("fa", "Farsi", "فارسی", "fa", "rtl"),
        Language("ar", "Arabic", "العربية", "ar", "rtl"),
        Language("km", "Khmer", "ខ្មែរ", "km"),
        Language("hmn", "Hmong", "Hmoob", "en_US"),
        Language("lo", "Lao", "ລາວ", "lo"),
        Language("th", "Thai", "ไทย", "th"),
        Language("ja", "Japanese", "日本語", "ja"),
        Language("hi", "Hindi", "हिन्दी", "hi"),
        Language("pa", "Punjabi", "ਪੰਜਾਬੀ", "pa"),
        Language("ium", "Mien", "Mienh", "en_US"),
    )
}
LIVE: tuple[str, ...] = ("en", "es", "zh-Hant")
