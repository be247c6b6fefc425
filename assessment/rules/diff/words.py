"""The words of a diff, a table for each language."""

WORDS: dict[str, dict[str, str]] = {
    "zh": {
        "changed": "{place}：{old} → {new}",
        "labelled": "{place}：{label} {old} → {new}",
        "set": "{place}：增加{label} {new}",
        "unset": "{place}：取消{label} {old}",
        "added": "增加{what} {name}",
        "added_whole": "增加{name}",
        "removed_whole": "取消{name}",
        "added_in": "{place}：增加{what} {name}",
        "removed": "取消{what} {name}",
        "removed_in": "{place}：取消{what} {name}",
        "moved": "{what}的先后顺序调整：{old} → {new}",
        "moved_in": "{place}：{what}的先后顺序调整：{old} → {new}",
        "text_other": "{place}：{label}的英文文字修改为“{new}”",
        "detail": "{name}：{said}",
        "numbered": "{what}第 {number} 项",
        "list": "、",
        "quoted": "「{words}」",
    },
    "en": {
        "changed": "{place}: {old} → {new}",
        "labelled": "{place}: {label} {old} → {new}",
        "set": "{place}: {label} added: {new}",
        "unset": "{place}: {label} removed: {old}",
        "added": "Added {what} {name}",
        "added_whole": "Added {name}",
        "removed_whole": "Removed {name}",
        "added_in": "{place}: added {what} {name}",
        "removed": "Removed {what} {name}",
        "removed_in": "{place}: removed {what} {name}",
        "moved": "Order of {what}: {old} → {new}",
        "moved_in": "{place}: order of {what}: {old} → {new}",
        "text_other": "{place}: the Chinese text of {label} is now “{new}”",
        "detail": "{name}: {said}",
        "numbered": "{what} number {number}",
        "list": ", ",
        "quoted": "“{words}”",
    },
}


def word(language: str, template: str, /, **words: object) -> str:
    """One sentence of the table, filled in."""
    return WORDS[language][template].format(**words)
