"""What languages are called."""

from typing import Final

NAMES: Final = {
    "en": "English",
    "nl": "Nederlands",
    "de": "Deutsch",
    "fr": "Français",
    "ar": "العربية",
    "es": "Español",
    "fa": "فارسی",
    "he": "עברית",
    "it": "Italiano",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "zh": "中文",
}
"""What speakers call their language; others are shown by their code."""
