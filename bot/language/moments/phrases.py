"""Words of time that the library's dictionaries lack or make less exact than the grammar; language by language.

Each row is a pattern and the English for it. The words around are translated afterwards.
"""

import re
from functools import cache

_NEXT_OR_THIS = {
    "de": (r"(?:nächste[rsnm]?|kommende[rsnm]?)", r"diese[rsnm]?"),
    "es": (r"(?:el |la )?pr[oó]xim[oa]", r"est[ea]"),
    "it": (r"(?:il |la )?prossim[oa]", r"quest[oa]"),
    "pt": (r"(?:na |no )?pr[oó]xim[oa]", r"est[ea]"),
    "nl": (r"(?:volgende|komende)", r"deze"),
    "sv": (r"nästa", r"den här"),
    "pl": (r"(?:w )?następn(?:y|a|ą|ym)", r"(?:w )?t(?:en|ym|ę)"),
    "ru": (r"(?:в |во )?следующ(?:ий|ую|ем|ее)", r"(?:в |во )?эт(?:от|у|ом)"),
}

_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "de": (
        (r"(?:fällig|spätestens) (?:bis|am)|bis zum|bis spätestens|bis", "by"),
        (r"fällig", "due"),
        (r"heute (?:abend|nacht)", "tonight"),
        (r"morgen (?:früh|vormittag)", "morgen morning"),
        (r"(?:in der früh|vormittags?|frühmorgens)", "morning"),
        (r"mittags?", "noon"),
        (r"nachmittags?", "afternoon"),
        (r"abends?", "evening"),
        (r"mitternacht", "midnight"),
        (r"um (\d{1,2})(?: uhr)?(?! uhr|[:.\d])", r"at \1"),
        (r"um|gegen", "at"),
        (r"(\d{1,2}) uhr (\d{2})", r"\1:\2"),
        (r"(\d{1,2})[:.](\d{2}) uhr", r"\1:\2"),
        (r"(\d{1,2}) uhr", r"\1:00"),
        (r"am|den", "on"),
        (r"(?:am )?monatsende|ende des monats|ende (?:diesen|des) monats", "eom"),
        (r"ende der woche|wochenende", "eow"),
        (r"feierabend", "eod"),
    ),
    "fr": (
        (r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) prochain", r"next \1"),
        (r"ce (?=lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)", "this "),
        (r"(?:le )?mois prochain", "next month"),
        (r"(?:l')?(?:an prochain|année prochaine)", "next year"),
        (r"avant|d'ici(?: à)?|pour le", "by"),
        (r"ce soir", "tonight"),
        (r"(?:du |au )?matin", "morning"),
        (r"(?<!après-)midi", "noon"),
        (r"(?:l')?apr[eè]s-midi", "afternoon"),
        (r"(?:du )?soir", "evening"),
        (r"minuit", "midnight"),
        (r"à (\d{1,2}) ?h(?:eures?)? ?(\d{2})", r"at \1:\2"),
        (r"à (\d{1,2}) ?(?:h|heures?)", r"at \1"),
        (r"(?<=\w )(\d{1,2}) ?h(?:eures?)?(?= |$)", r"at \1"),
        (r"à", "at"),
        (r"le", "on"),
        (r"fin du mois", "eom"),
        (r"fin de (?:la )?semaine", "eow"),
    ),
    "es": (
        (r"antes del?|para el|hasta el", "by"),
        (r"pasado mañana", "day after tomorrow"),
        (r"esta noche", "tonight"),
        (r"(?:la )?semana que viene", "next week"),
        (r"(?:el )?mes que viene", "next month"),
        (r"(?:por|en|de) la mañana", "in the morning"),
        (r"(?:al )?mediod[ií]a", "noon"),
        (r"(?:por|en|de) la tarde", "in the afternoon"),
        (r"(?:por|en|de) la noche", "at night"),
        (r"(?:a )?medianoche", "midnight"),
        (r"a las? (\d{1,2}(?::\d{2})?)(?: ?h(?:oras)?)?", r"at \1"),
        (r"el", "on"),
        (r"fin de mes", "eom"),
    ),
    "it": (
        (r"entro (?:il|la|le)?|entro", "by"),
        (r"dopodomani", "day after tomorrow"),
        (r"stasera|stanotte", "tonight"),
        (r"(?:la )?settimana prossima", "next week"),
        (r"(?:il )?mese prossimo", "next month"),
        (r"(luned[ìi]|marted[ìi]|mercoled[ìi]|gioved[ìi]|venerd[ìi]|sabato|domenica) prossim[oa]", r"next \1"),
        (r"(?:di )?mattina", "morning"),
        (r"mezzogiorno", "noon"),
        (r"(?:di |del )?pomeriggio", "afternoon"),
        (r"(?:di )?sera", "evening"),
        (r"mezzanotte", "midnight"),
        (r"alle (?:ore )?(\d{1,2}(?:[:.]\d{2})?)", r"at \1"),
        (r"fra", "tra"),
        (r"fine mese", "eom"),
    ),
    "pt": (
        (r"at[eé] (?:a |o )?|antes d[eao]", "by"),
        (r"depois de amanh[ãa]", "day after tomorrow"),
        (r"(?:hoje|esta|hoje à|essa) noite", "tonight"),
        (r"(?:na )?semana que vem", "next week"),
        (r"(?:no )?m[eê]s que vem", "next month"),
        (r"(segunda|terça|quarta|quinta|sexta)-feira", r"\1"),
        (r"(?:de|da|pela) manh[ãa]", "in the morning"),
        (r"(?:ao )?meio-dia", "noon"),
        (r"(?:de|da|à) tarde", "in the afternoon"),
        (r"(?:de|da|à) noite", "at night"),
        (r"meia-noite", "midnight"),
        (r"[àa]s (\d{1,2}) ?h(?:oras)?(?: ?(\d{2}))(?!\d)", r"at \1:\2"),
        (r"[àa]s (\d{1,2}(?::\d{2})?) ?(?:h|horas)?", r"at \1"),
        (r"na|no", "on"),
        (r"fim do m[eê]s", "eom"),
    ),
    "nl": (
        (r"voor|uiterlijk|tegen", "by"),
        (r"vanavond", "tonight"),
        (r"morgenochtend", "morgen morning"),
        (r"morgenmiddag", "morgen afternoon"),
        (r"morgenavond", "morgen evening"),
        (r"ochtend", "morning"),
        (r"middag", "afternoon"),
        (r"avond", "evening"),
        (r"middernacht", "midnight"),
        (r"om (\d{1,2})(?: uur)?(?! uur|[:.\d])", r"at \1"),
        (r"om", "at"),
        (r"(\d{1,2}) uur", r"\1:00"),
        (r"op", "on"),
        (r"einde van de maand", "eom"),
    ),
    "ru": ((r"до|к", "by"), (r"сегодня вечером", "tonight"), (r"(?:в )?полдень", "noon")),
    "pl": ((r"do", "by"), (r"dziś wieczorem", "tonight"), (r"o (\d{1,2}(?::\d{2})?)", r"at \1")),
    "sv": (
        (r"senast|före", "by"),
        (r"i kväll|ikväll", "tonight"),
        (r"(?:kl|klockan) (\d{1,2})", r"at \1"),
        (r"på", "on"),
    ),
    "da": (
        (r"senest|inden", "by"),
        (r"i aften", "tonight"),
        (r"(?:kl|klokken) (\d{1,2})", r"at \1"),
        (r"på", "on"),
    ),
}  # fmt: skip

_UNSPACED: dict[str, tuple[tuple[str, str], ...]] = {
    "ja": (
        (r"(\d{1,2})月(\d{1,2})日", r" \1/\2 "),
        (r"来週の?(?=[月火水木金土日]曜)", " next "),
        (r"今週の?(?=[月火水木金土日]曜)", " this "),
        (r"午後(\d{1,2})時", r" \1pm "),
        (r"午前(\d{1,2})時", r" \1am "),
        (r"今夜|今晩", " tonight "),
        (r"までに?$", ""),
    ),
    "zh": (
        (r"(\d{1,2})月(\d{1,2})[日号號]", r" \1/\2 "),
        (r"下(?:周|週|星期)(?=[一二三四五六日天])", " next 星期"),
        (r"(?:下午|晚上)(\d{1,2})[点點时時]", r" \1pm "),
        (r"(?:上午|早上)?(\d{1,2})[点點时時]", r" \1:00 "),
        (r"今晚", " tonight "),
    ),
    "ko": ((r"다음 주 ?(?=[월화수목금토일]요일)", "next "), (r"오늘 밤", "tonight"), (r"모레", "day after tomorrow")),
}


@cache
def replacements(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """What is replaced by what in a language of dateparser's ("de", "zh-Hans"), in this order."""
    language = language.split("-", 1)[0]
    next_and_this = zip(_NEXT_OR_THIS.get(language, ()), ("next", "this"), strict=False)
    words = tuple(
        (re.compile(rf"(?<!\w)(?:{pattern})(?![\w-])"), english)
        for pattern, english in (*_WORDS.get(language, ()), *next_and_this)
    )
    return words + tuple((re.compile(pattern), english) for pattern, english in _UNSPACED.get(language, ()))
