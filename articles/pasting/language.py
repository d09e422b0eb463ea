"""The language of a text by its script and by its small words. In doubt it says nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

UNKNOWN = "und"
BEGINNING = 5_000  # characters that are looked at
FEWEST, SHARE, LEAD = 4, 0.08, 1.5  # hits, of all words, before the next language

_SMALL = {
    "en": "the of and to in that is was for on with as it he at by from his has were which their",
    "de": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch",
    "fr": "le la les des et en du une que dans est pour qui par sur au pas plus avec ce",
    "es": "el la los las y en de que del se por con una para su al lo como más pero",
    "it": "il di che la e in un per è del con non della una si al le dei gli da",
    "pt": "o a os as de e que do da em um para com não uma no na por dos ao",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door",
    "pl": "w i z na do nie że się jest o to przez jak po ale od za dla ze są",
    "tr": "ve bir bu da de için ile olarak olan çok daha gibi sonra kadar ancak göre ise en",
    "sv": "och att det som en på är av för med den till inte om ett har de från vid",
}
_WORDS = {language: set(words.split()) for language, words in _SMALL.items()}
_SCRIPTS = {
    "GREEK": "el",
    "HEBREW": "he",
    "HANGUL": "ko",
    "THAI": "th",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
}
_CYRILLIC = (("uk", "іїєґ"), ("bg", "ъ"), ("ru", "ыэё"))
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """A BCP 47 tag, or und."""
    beginning = text[:BEGINNING].lower()
    script, share = _script(beginning)
    if share < 0.6 and "ja" not in script:
        return UNKNOWN
    if script == "LATIN":
        return _by_small_words(_WORD.findall(beginning))
    if script == "CYRILLIC":
        return _by_letters(beginning)
    if script == "ARABIC":
        return "fa" if re.search("[پچژگ]", beginning) else "ar"
    return {"CJK": "zh"}.get(script) or _SCRIPTS.get(script, UNKNOWN)


def _script(text: str) -> tuple[str, float]:
    scripts = Counter(
        unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()
    )
    if not scripts:
        return "", 0.0
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0.1 * scripts.total():
        return "HIRAGANA", 1.0  # Japanese is written with Chinese characters, too
    script, count = scripts.most_common(1)[0]
    return script, count / scripts.total()


def _by_small_words(words: list[str]) -> str:
    hits = Counter({name: sum(word in small for word in words) for name, small in _WORDS.items()})
    (first, most), (_, next_most) = hits.most_common(2)
    is_clear = most >= FEWEST and most >= SHARE * len(words) and most >= LEAD * next_most
    return first if is_clear else UNKNOWN


def _by_letters(text: str) -> str:
    """Letters that one Cyrillic alphabet has and the others lack; ъ stands seldom in Russian."""
    counts = {language: sum(text.count(letter) for letter in own) for language, own in _CYRILLIC}
    if counts["uk"] and not counts["ru"]:
        return "uk"
    if counts["ru"] and not counts["uk"]:
        return "ru"
    return "bg" if counts["bg"] > 0.005 * len(text) and not counts["uk"] else UNKNOWN
