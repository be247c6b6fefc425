"""Pinyin of names, for finding people by their initials."""

from pypinyin import Style, lazy_pinyin


def pinyin_of(name: str) -> str:
    """``李晓敏`` → ``lixiaomin``; other characters stay, in lower case."""
    return "".join(lazy_pinyin(name)).lower().replace(" ", "")


def initials_of(name: str) -> str:
    """``李晓敏`` → ``lxm``."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower().replace(" ", "")
