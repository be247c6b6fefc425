"""Invented people and figures of the style gallery."""

from decimal import Decimal
from typing import Any

D = Decimal

SHELLS: dict[str, dict[str, Any]] = {
    "gallery": {
        "units": ["青溪县民政局", "青溪县城关街道", "青溪县政务服务中心"],
        "person": "周敏",
        "role": "效能办|Assessment office",
        "nav": [
            ("部件|Parts", ""),
            ("录入|Enter", "enter"),
            ("我的考核|My assessment", "mine"),
            ("结算|Closing", "board"),
            ("看板|Board", "matrix"),
        ],
    },
    "enter": {
        "units": ["青溪县民政局"],
        "person": "方雅",
        "role": "科室考核员|Department admin",
        "nav": [
            ("录入|Enter", "enter"),
            ("本月看板|Board", "matrix"),
            ("导入|Import", "x1"),
            ("评分|Scores", "x2"),
            ("我的考核|My assessment", "mine"),
        ],
    },
    "mine": {
        "units": ["青溪县城关街道"],
        "person": "陈立新",
        "role": "",
        "nav": [
            ("我的考核|My assessment", "mine"),
            ("考勤|Attendance", "x1"),
            ("工作台账|Work log", "x2"),
            ("申诉|Appeals", "x3"),
        ],
    },
    "board": {
        "units": ["青溪县城关街道", "青溪县民政局"],
        "person": "周敏",
        "role": "效能办|Assessment office",
        "nav": [
            ("期间|Periods", "board"),
            ("看板|Board", "matrix"),
            ("方案|Schemes", "x1"),
            ("年度|Year", "x2"),
            ("导出|Exports", "x3"),
            ("人员|Staff", "x4"),
        ],
    },
}
PEOPLE: list[dict[str, str]] = [
    {"number": number, "name": name, "initials": initials, "department": department, "post": post}
    for number, name, initials, department, post in [
        ("0117", "李晓敏", "lxm", "社会救助科", "科员"),
        ("0132", "林秀梅", "lxm", "婚姻登记处", "登记员"),
        ("0104", "王建国", "wjg", "办公室", "副主任"),
        ("0121", "赵玉兰", "zyl", "养老服务科", "科员"),
        ("0125", "孙立", "sl", "区划地名科", "科员"),
        ("0128", "欧阳文静", "oywj", "儿童福利科", "科长"),
        ("0140", "何静", "hj", "婚姻登记处", "登记员"),
        ("0141", "罗成", "lc", "社会组织科", "科员"),
    ]
]

CLAUSES: list[dict[str, Any]] = [
    {"id": "5.2", "title": "外出无人代办", "points": D("-0.5"), "unit": "次"},
    {"id": "6.1a", "title": "无故迟到、早退", "points": D("-0.5"), "unit": "次"},
    {"id": "6.1b", "title": "无故脱岗", "points": D("-0.5"), "unit": "次"},
    {"id": "6.2", "title": "旷工", "points": D("-5"), "unit": "天"},
    {"id": "6.3a", "title": "值班迟到", "points": D("-0.5"), "unit": "次"},
    {"id": "6.4", "title": "工作时间做与工作无关的事", "points": D("-0.5"), "unit": "次"},
    {"id": "7.2", "title": "首问责任人未告知办理事项所需手续", "points": D("-1"), "unit": "次"},
    {"id": "9.1", "title": "受到县级以上表彰", "points": D("2"), "unit": "次"},
]

STEPS: list[dict[str, str]] = [
    {"title": "录入", "state": "done", "small": "7月1日–10月5日"},
    {"title": "报送", "state": "done", "small": "12 / 12 科室"},
    {"title": "结算", "state": "done", "small": "118 人 · 4.1 秒"},
    {"title": "评定", "state": "now", "small": "还有 2 项待决定"},
    {"title": "公示", "state": "", "small": "5 个工作日"},
    {"title": "归档", "state": "", "small": "报人事科"},
]

TREND: list[tuple[str, Decimal | None]] = [
    ("25年三季度", D("86.20")),
    ("四季度", D("88.40")),
    ("26年一季度", D("87.30")),
    ("二季度", D("90.50")),
    ("三季度", D("91.40")),
]

YEAR: list[tuple[str, Decimal | None]] = [
    (f"{month}月", value)
    for month, value in zip(
        (12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
        (
            D("49"),
            D("48.5"),
            D("50"),
            D("49.5"),
            None,
            D("47"),
            D("48"),
            D("49"),
            D("50"),
            D("49.5"),
            D("48.5"),
            D("47.5"),
        ),
        strict=True,
    )
]

MINE: dict[str, Any] = {
    "score": D("91.40"),
    "items": [
        {
            "title": "常规工作",
            "score": D("47"),
            "maximum": D("50"),
            "rule": "科室工作 · 刘主任评分",
            "tone": "",
        },
        {
            "title": "重点项目",
            "score": D("38"),
            "maximum": D("40"),
            "rule": "旧街改造 · 黄科长评分",
            "tone": "",
        },
        {"title": "考勤", "score": D("9"), "maximum": D("10"), "rule": "迟到 1 次 −1.00(7月8日)", "tone": ""},
    ],
}

BOARD: dict[str, Any] = {
    "categories": [
        {"title": "科级干部", "people": 19, "caps": [("优秀", 4, 4, ""), ("良好", 5, 5, "")], "open": ""},
        {
            "title": "中层干部",
            "people": 28,
            "caps": [("优秀", 5, 7, "warn"), ("良好", 8, 8, "")],
            "open": "2 名额待定 · 3 人同分",
        },
        {"title": "一般人员", "people": 71, "caps": [("优秀", 17, 17, ""), ("良好", 19, 21, "")], "open": ""},
    ],
    "tied": [
        {
            "name": "何静",
            "department": "综治办",
            "score": D("92.10"),
            "base": D("93.50"),
            "given": D("90"),
            "before": "优 良",
        },
        {
            "name": "罗成",
            "department": "经济发展办",
            "score": D("92.10"),
            "base": D("93.50"),
            "given": D("90"),
            "before": "良 良",
        },
        {
            "name": "秦岚",
            "department": "党政办",
            "score": D("92.10"),
            "base": D("93.50"),
            "given": D("90"),
            "before": "优 优",
        },
    ],
    "people": [
        {
            "name": "周航",
            "department": "党政办",
            "category": "中层",
            "parts": [D("49"), D("39.5"), D("10")],
            "extra": D("3"),
            "given": D("90"),
            "score": D("96.90"),
            "grade": "优秀",
            "kind": "ok",
            "words": "",
        },
        {
            "name": "何静",
            "department": "综治办",
            "category": "中层",
            "parts": [D("48"), D("38"), D("7.5")],
            "extra": D("0"),
            "given": D("90"),
            "score": D("92.10"),
            "grade": "待定",
            "kind": "warn",
            "words": "请假 17 天",
        },
        {
            "name": "欧阳文静",
            "department": "经济发展办",
            "category": "一般",
            "parts": [D("47"), D("38"), D("9")],
            "extra": D("5"),
            "given": D("80"),
            "score": D("91.40"),
            "grade": "良好",
            "kind": "info",
            "words": "优秀名额已满,列第 18 名",
        },
        {
            "name": "马强",
            "department": "城管中队",
            "category": "一般",
            "parts": [D("45"), None, D("0")],
            "extra": D("-4"),
            "given": D("70"),
            "score": D("52.60"),
            "grade": "不称职",
            "kind": "no",
            "words": "旷工 2.5 天",
        },
    ],
}


def matrix() -> dict[str, Any]:
    """Forty columns of invented figures for thirty people, in five bands."""
    bands = [("工作纪律", 9), ("考勤", 8), ("首问负责", 7), ("服务质量", 10), ("奖惩附加", 6)]
    titles = [
        "迟到、早退",
        "无故脱岗",
        "旷工",
        "值班迟到",
        "做无关事",
        "外出无人代办",
        "未告知手续",
        "一次性告知",
        "限时办结",
        "服务态度",
    ]
    columns = [
        {"id": f"{row + 5}.{i + 1}", "title": titles[(row * 3 + i) % len(titles)], "first": i == 0}
        for row, (_title, width) in enumerate(bands)
        for i in range(width)
    ]
    names = ["李晓敏", "林秀梅", "王建国", "赵玉兰", "孙立", "欧阳文静", "何静", "罗成", "秦岚", "周航"]
    offices = ["社会救助科", "婚姻登记处", "办公室", "养老服务科", "区划地名科"]
    rows = []
    for i in range(30):
        cells = [D(0) if (i * 7 + j * 11) % 9 else D("-0.5") * ((i + j) % 4 + 1) for j in range(40)]
        cells = [(c if j < 34 or c == 0 else -c) for j, c in enumerate(cells)]
        rows.append(
            {
                "name": names[i % 10],
                "office": offices[i % 5],
                "cells": list(zip(columns, cells, strict=True)),
                "sum": D(50) + sum(cells),
            }
        )
    return {"bands": bands, "columns": columns, "rows": rows}
