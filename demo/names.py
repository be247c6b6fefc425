"""Invented names; the same ones each time."""

from collections.abc import Iterator
from random import Random

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
GIVEN = [
    "志远",
    "海燕",
    "建平",
    "晓敏",
    "秀梅",
    "国栋",
    "玉兰",
    "文静",
    "立新",
    "春华",
    "明辉",
    "雪琴",
    "永强",
    "佳怡",
    "振宇",
    "丽娟",
    "思远",
    "红霞",
    "俊杰",
    "淑芬",
    "家豪",
    "雅琴",
    "德胜",
    "小云",
    "子涵",
    "凤英",
    "浩然",
    "慧敏",
    "天佑",
    "桂芳",
    "静",
    "强",
    "敏",
    "伟",
    "洁",
    "磊",
    "婷",
    "勇",
    "倩",
    "斌",
    "岚",
    "航",
    "成",
    "桐",
    "圆",
    "宁",
    "雯",
    "涛",
    "楠",
    "毅",
]


def invented_names(seed: int) -> Iterator[str]:
    """Names without end, no two alike."""
    dice = Random(seed)  # noqa: S311 - names, not secrets
    seen: set[str] = set()
    while True:
        name = dice.choice(SURNAMES) + dice.choice(GIVEN)
        if name not in seen:
            seen.add(name)
            yield name
