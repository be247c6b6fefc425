"""Numbers before the headings, as documents of an office have them: 一、（一） and 1., 1.1."""

from dataclasses import replace

from assessment.schemes.document.blocks import Section

_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A number from 1 to 99 in Chinese: 三, 十, 十二, 二十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def numbered(sections: list[Section], language: str) -> list[Section]:
    """The sections with their numbers in the way of the language."""
    found, first, second = [], 0, 0
    for section in sections:
        if section.level == 1:
            first, second = first + 1, 0
        else:
            second += 1
        found.append(replace(section, title=_number(section.level, first, second, language) + section.title))
    return found


def _number(level: int, first: int, second: int, language: str) -> str:
    if language.startswith("zh"):
        return f"{chinese(first)}、" if level == 1 else f"（{chinese(second)}）"
    return f"{first}. " if level == 1 else f"{first}.{second} "
