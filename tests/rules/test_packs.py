"""Packs: what loads, what is refused, where, and with what words."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessment.packs import FOLDER, SCHEMES
from assessment.rules import PackError, PackFolder, load_scheme

HERE = Path(__file__).parent
BROKEN = HERE / "broken_packs"
SMALL = (HERE / "small.yaml").read_text(encoding="utf-8")

EXPECTED: dict[str, list[str]] = {
    "unknown_key": ["17:5: parts.month.colour: `colour` is not a key of this place"],
    "duplicate_key": ["3:1: id: the key `id` stands here a second time"],
    "anchor": ["16:12: parts.month.title: anchors and aliases are not allowed; write the value out"],
    "alias": [
        "16:12: parts.month.title: anchors and aliases are not allowed; write the value out",
        "16:12: parts.month.bonus.title: anchors and aliases are not allowed; write the value out",
    ],
    "tag": [
        "25:33: parts.month.score.start: `50` is not allowed here; write figures with digits and a point"
    ],
    "not_yaml": ["27:10: : not readable as YAML: expected ',' or ']', but got ':'"],
    "not_a_mapping": ["1:1: : a scheme is expected: a mapping with id, title, …"],
    "missing_key": ["1:1: valid: this key is required"],
    "missing_translation": ["2:8: title.en: this key is required"],
    "number_as_id": [
        "20:14: parts.month.clauses[0].id: a text is expected; write it in quotes if it looks like a number"
    ],
    "quoted_figure": ["20:82: parts.month.clauses[0].points: a figure is expected, written without quotes"],
    "exponent": [
        "20:82: parts.month.clauses[0].points: `-5e-1` is not allowed here; write figures with "
        "digits and a point"
    ],
    "infinite": [
        "20:82: parts.month.clauses[0].points: `-.inf` is not allowed here; write figures with "
        "digits and a point"
    ],
    "yes_for_true": ["20:130: parts.month.clauses[0].once_per_period: true or false is expected"],
    "list_expected": ["26:13: parts.month.grades: a list is expected"],
    "unknown_clause_kind": [
        "20:9: parts.month.clauses[0]: expected one of: 'per_count', 'given', 'levels', "
        "'from_department', 'finding'"
    ],
    "unknown_item_kind": [
        "23:9: parts.month.items[1]: expected one of: 'entries', 'given', 'rated', 'tally', 'share', "
        "'month_tiers', 'weekly', 'rounds', 'sum', 'rank_bands', 'carried_over'"
    ],
    "unknown_effect": [
        "34:17: parts.month.gates[0].effect: expected one of: 'out_of_scope', 'unqualified', "
        "'undetermined', 'ceiling', 'bonus_as', 'listed'"
    ],
    "unknown_score_kind": ["25:12: parts.month.score: expected one of: 'total', 'history_mean', 'index'"],
    "unknown_cadence": ["15:3: parts.week: expected one of: 'month', 'quarter' or 'year'"],
    "unknown_state_kind": [
        "13:12: states[0].kind: expected one of: 'not_in_post', 'retired', "
        "'transferred_out', 'pre_retirement_leave', 'joined', 'probation', 'admonition', "
        "'investigation', 'discipline', 'accountability', 'veto' or 'vote_notice'"
    ],
    "no_condition": [
        "33:15: parts.month.gates[0].when: a condition is expected: exactly one of fact, facts, "
        "share, entries, score, state, states, past, every_past, gate, all, any"
    ],
    "two_comparisons": [
        "33:15: parts.month.gates[0].when: exactly one comparison is expected: at_least, "
        "more_than, at_most, less_than or equals"
    ],
    "no_comparison": [
        "33:15: parts.month.gates[0].when: exactly one comparison is expected: at_least, "
        "more_than, at_most, less_than or equals"
    ],
    "two_conditions": [
        "33:15: parts.month.gates[0].when: a condition is expected: exactly one of fact, "
        "facts, share, entries, score, state, states, past, every_past, gate, all, any"
    ],
    "state_without_when": ["33:15: parts.month.gates[0].when.when: this key is required"],
    "percent_over_100": ["29:32: parts.month.quotas[0].percent: a figure of at most 100 is expected"],
    "negative_percent": ["29:32: parts.month.quotas[0].percent: a figure of at least 0 is expected"],
    "bad_date": ["4:15: valid.from: a date that exists is expected, written 2026-01-31"],
    "validity_reversed": ["4:8: valid: `to` is expected on or after `from`"],
    "clause_without_item": [
        "20:27: parts.month.clauses[0].item: there is no item of kind entries `words`; there is: deeds",
        "22:9: parts.month.items[0]: no clause belongs to the item `deeds`",
    ],
    "item_without_clause": ["23:9: parts.month.items[1]: no clause belongs to the item `idle`"],
    "tally_unknown_fact": [
        "23:86: parts.month.items[1].each[0].fact: there is no fact `lateness`; there is: late"
    ],
    "sum_unknown_item": [
        "24:70: parts.month.items[2].items[1]: there is no item above `minutes`; there is: deeds, hours"
    ],
    "total_unknown_item": [
        "25:52: parts.month.score.terms[0].item: there is no item `every`; there is: all, deeds, hours"
    ],
    "condition_unknown_fact": [
        "33:15: parts.month.gates[0].when: there is no fact `lateness`; there is: late"
    ],
    "condition_unknown_state": [
        "33:15: parts.month.gates[0].when: there is no state `veto`; there is: discipline"
    ],
    "condition_unknown_gate": [
        "33:15: parts.month.gates[0].when: there is no gate tried before `nothing`; there is: none"
    ],
    "past_without_history": [
        "33:15: parts.month.gates[0].when: there is no earlier grade `poor`; there is: none"
    ],
    "band_unknown_grade": [
        "27:50: parts.month.bands[1].grade: there is no grade of this part `bad`; there is: good, poor"
    ],
    "bands_not_falling": [
        "27:66: parts.month.bands[1].at_least: bands are expected from the highest down",
        "27:79: parts.month.bands[2].grade: a grade below the one of the band above is expected",
    ],
    "bands_upside_down": [
        "27:50: parts.month.bands[1].grade: a grade below the one of the band above is expected"
    ],
    "rank_bands_not_rising": [
        "24:155: parts.month.items[2].bands[1].percent: a share above the one before is expected"
    ],
    "condition_later_gate": [
        "33:15: parts.month.gates[0].when: there is no gate tried before `ceiling.late`; there is: none",
        "33:15: parts.month.gates[0].when: there is no gate tried before `ceiling.sanction`; there is: none",
    ],
    "condition_gate_too_early": [
        "23:83: parts.month.items[1].zero_when: there is no gate tried before `ceiling.late`; there is: none"
    ],
    "condition_scope_gate": [
        "37:15: parts.month.gates[1].when: there is no gate tried before `out`; there is: none"
    ],
    "scored_without_history": [
        "33:15: parts.month.gates[0].when: there is no earlier grade `scored`; there is: none"
    ],
    "quota_twice": ["30:17: parts.month.quotas[1].grade: the grade `good` is capped a second time"],
    "quota_into_full": [
        "31:56: parts.month.quotas[1].next: the quota of the next grade is expected below this one"
    ],
    "last_band_open": ["27:42: parts.month.bands[1]: every band but the last states `at_least`"],
    "quota_unknown_grade": [
        "29:17: parts.month.quotas[0].grade: there is no grade of this part `great`; there is: good, poor"
    ],
    "quota_upwards": ["29:56: parts.month.quotas[0].next: a grade below the quota's own is expected"],
    "quota_unknown_setting": [
        "29:42: parts.month.quotas[0].percent.setting: there is no setting `cap`; there is: none"
    ],
    "quota_without_flag": ["28:7: parts.month.quotas: there is no flag `tie_at_cap`; there is: quota_drop"],
    "ceiling_unknown_grade": [
        "34:40: parts.month.gates[0].effect.grade: there is no grade of this part `bad`; there is: good, poor"
    ],
    "gate_unknown_flag": [
        "34:17: parts.month.gates[0].flags[0]: there is no flag `shame`; there is: quota_drop, tie_at_cap"
    ],
    "part_unknown_grade": ["26:26: parts.month.grades[2]: there is no grade `bad`; there is: good, poor"],
    "grades_out_of_order": [
        "26:13: parts.month.grades: the order of the pack's own grades is expected, best first",
        "27:50: parts.month.bands[1].grade: a grade below the one of the band above is expected",
        "29:56: parts.month.quotas[0].next: a grade below the quota's own is expected",
    ],
    "bands_and_rules": ["28:12: parts.month.rules: either bands or rules decide the grade, not both"],
    "clause_twice": ["21:14: parts.month.clauses[1].id: `1.1` is given a second time"],
    "item_twice": ["24:14: parts.month.items[2].id: `hours` is given a second time"],
    "grade_twice": [
        "9:12: grades[2].code: `poor` is given a second time",
        "27:13: parts.month.grades: the order of the pack's own grades is expected, best first",
    ],
    "history_of_missing_part": ["25:37: parts.month.score.of: there is no part `quarter`; there is: month"],
    "bonus_unknown_grade": [
        "28:58: parts.month.bonus.by_grade.great: there is no grade of this part `great`; "
        "there is: good, poor"
    ],
    "due_without_month": [
        "30:56: parts.month.procedure[0].due: `month` is expected with `kind: day_of_year` and nowhere else"
    ],
    "levels_and_kinds": [
        "21:9: parts.month.clauses[1]: either `levels` or `kinds` is expected",
    ],
    "level_twice": [
        "21:161: parts.month.clauses[1].levels[1].code: `city` is given a second time",
    ],
    "kind_twice": [
        "21:202: parts.month.clauses[1].kinds[0].levels[1].code: `city` is given a second time",
        "21:255: parts.month.clauses[1].kinds[1].code: `k` is given a second time",
    ],
    "attribute_twice": [
        "21:165: parts.month.clauses[1].attributes[1].name: `by` is given a second time",
    ],
    "attribute_named_as_key": [
        "21:113: parts.month.clauses[1].attributes[0].name: `points` is a key that entries have already",
    ],
    "attribute_unknown_effect": [
        "21:106: parts.month.clauses[1].attributes[0]: expected one of: 'divides', 'multiplies', 'replaces'",
    ],
    "once_with_matter": [
        "21:125: parts.month.clauses[1].once_per_period: a clause that counts once a period has neither matters nor attributes",
    ],
    "finding_with_item": [
        "21:19: parts.month.clauses[1].item: `item` is not a key of this place",
    ],
    "from_department_without_departments": [
        "21:61: parts.month.clauses[1].kind: a clause of this kind is for the people of a part that assesses departments",
    ],
    "from_department_unknown_fact": [
        "21:84: parts.month.clauses[1].fact: there is no fact of departments `late`; there is: flag",
    ],
    "from_department_in_departments": [
        "31:64: parts.month.departments.clauses[1].kind: a clause of this kind is for the people of a part that assesses departments",
    ],
    "department_clause_of_people": [
        "28:16: parts.month.departments.clauses[0].id: `1.1` is a clause of the people's part",
    ],
    "department_condition": [
        "33:111: parts.month.departments.items[1].zero_when: a department has no states",
    ],
    "department_gate_of_people": [
        "34:20: parts.month.departments.gates[0].id: `ceiling.late` is a gate of the people's part",
    ],
    "department_gate_unknown_names": [
        "34:57: parts.month.departments.gates[0].when: there is no clause for entries `1.1`; there is: d1",
        "34:57: parts.month.departments.gates[0].when: there is no fact `late`; there is: none",
        "34:157: parts.month.departments.gates[0].effect.grade: there is no grade of this part `best`; there is: good, poor",
        "34:172: parts.month.departments.gates[0].flags[0]: there is no flag `mark`; there is: quota_drop, tie_at_cap",
    ],
    "department_history_of_people_alone": [
        "50:39: parts.year.departments.score.of: the part `quarter` assesses no departments",
    ],
    "department_item_kind": [
        "31:30: parts.month.departments.items[1].kind: departments have items of entries, rated, tally, share, month_tiers, rounds, sum, rank_bands, carried_over",
    ],
    "department_past_without_history": [
        "34:57: parts.month.departments.gates[0].when: there is no earlier grade `good`; there is: none",
    ],
    "department_pay_by_state": [
        "32:171: parts.month.departments.gates[0].effect.bonus.before: a department has no states",
    ],
    "department_quota_of_category": [
        "34:47: parts.month.departments.quotas[0].of: departments have no categories: `of: unit`",
    ],
    "department_quota_spread": [
        "34:61: parts.month.departments.quotas[0].spread: departments have no categories",
    ],
    "department_quota_unknown_grade": [
        "33:23: parts.month.departments.bands[0].grade: there is no grade of this part `best`; there is: good, poor",
        "34:24: parts.month.departments.quotas[0].grade: there is no grade of this part `fair`; there is: good, poor",
        "35:59: parts.month.departments.bonus.by_grade.fair: there is no grade of this part `fair`; there is: good, poor",
    ],
    "department_score_kind": [
        "31:14: parts.month.departments.score: a questionnaire about departments is the one about the people",
    ],
    "award_unknown_flag": [
        "31:14: parts.month.departments.award: there is no flag `tie_at_cap`; there is: quota_drop",
        "31:21: parts.month.departments.award.flag: there is no flag `best`; there is: quota_drop",
    ],
    "carried_over_of_people": [
        "25:23: parts.month.items[3].kind: only departments have items that are carried over",
    ],
    "carried_over_unknown_item": [
        "31:68: parts.month.departments.items[1].of: there is no item of the people `d.deeds`; there is: all, deeds, hours",
    ],
    "share_unknown_fact": [
        "25:71: parts.month.items[3].done: there is no fact `finished`; there is: late",
        "25:85: parts.month.items[3].of: there is no fact `asked`; there is: late",
    ],
    "months_unknown_figure": [
        "25:77: parts.month.items[3].tables[0].figure: there is no figure of a month `late`; there is: none",
    ],
    "tiers_not_falling": [
        "27:128: parts.month.items[3].tables[0].tiers[1].at_least: tiers are expected from the highest down",
    ],
    "month_required": [
        "20:99: parts.month.months[0].required_when: a figure of a month is required where an item reads it",
    ],
    "not_over_unknown_fact": [
        "18:94: parts.month.facts[0].not_over: there is no other fact `issued`; there is: early",
        "19:95: parts.month.facts[1].not_over: there is no other fact `early`; there is: late",
    ],
    "weekly_level_twice": [
        "25:120: parts.month.items[3].levels[1].code: `self` is given a second time",
    ],
    "vote_twice": [
        "25:173: parts.month.items[3].not_counted[0].code: `city` is a level that counts",
        "25:256: parts.month.items[3].roles[1].code: `head` is given a second time",
    ],
    "vote_without_points": [
        "25:100: parts.month.items[3].levels[0].points: this key is required",
        "25:138: parts.month.items[3].colour: `colour` is not a key of this place",
    ],
    "no_rounds": [
        "25:62: parts.month.items[3].rounds: a figure of at least 1 is expected",
    ],
    "condition_unknown_facts": [
        "33:15: parts.month.gates[0].when: there is no fact `early`; there is: late",
    ],
    "condition_unknown_clause": [
        "33:15: parts.month.gates[0].when: there is no clause for entries `2.2`; there is: 1.1",
    ],
    "condition_computed_clause": [
        "43:15: parts.month.gates[0].when: there is no clause for entries `2`; there is: 1.1",
    ],
    "score_too_early": [
        "23:83: parts.month.items[1].zero_when: the score is not known here; only gates in scope may look at it",
        "33:15: parts.month.gates[0].when: the score is not known here; only gates in scope may look at it",
    ],
    "score_in_rules": [
        "27:52: parts.month.rules[0].when: the score is not known here; only gates in scope may look at it",
    ],
    "without_score_unknown_grade": [
        "27:20: parts.month.without_score: there is no grade of this part `undetermined`; there is: good, poor",
    ],
    "without_score_without_bands": [
        "27:20: parts.month.without_score: a grade without a score stands beside bands",
    ],
    "spread_of_category": [
        "29:58: parts.month.quotas[0].spread: seats that are spread over the categories are seats of the unit: `of: unit`",
    ],
    "start_unknown_setting": [
        "25:43: parts.month.score.start.setting: there is no setting `base`; there is: none"
    ],
    "rounding_unknown_setting": [
        "29:87: parts.month.quotas[0].round_up_from.setting: there is no setting `fraction`; there is: none",
    ],
    "listed_without_consequence": [
        "34:17: parts.month.gates[0].effect: a listed gate has flags, or a rule or a later gate looks at it",
    ],
    "questions_unknown_setting": [
        "20:7: parts.month.facts: a part whose score is a questionnaire has no `facts`",
        "22:7: parts.month.clauses: a part whose score is a questionnaire has no `clauses`",
        "24:7: parts.month.items: a part whose score is a questionnaire has no `items`",
        "27:177: parts.month.score.answers[1].setting: there is no setting `worthless`; there is: worth",
        "27:204: parts.month.score.nothing_flag: there is no flag `nobody`; there is: quota_drop, tie_at_cap",
        "31:7: parts.month.quotas: a part whose score is a questionnaire has no `quotas`",
    ],
    "questions_twice": [
        "20:7: parts.month.facts: a part whose score is a questionnaire has no `facts`",
        "22:7: parts.month.clauses: a part whose score is a questionnaire has no `clauses`",
        "24:7: parts.month.items: a part whose score is a questionnaire has no `items`",
        "27:78: parts.month.score.headings[1].code: `h` is given a second time",
        "27:175: parts.month.score.answers[1].code: `y` is given a second time",
        "31:7: parts.month.quotas: a part whose score is a questionnaire has no `quotas`",
    ],
    "one_answer_only": [
        "27:81: parts.month.score.answers: at least 2 is expected here",
    ],
    "check_twice": [
        "14:64: checks[1].id: `a` is given a second time",
    ],
    "appeal_two_spans": [
        "28:22: parts.month.appeal.within: either `days` or `working_days` is expected",
    ],
    "rows_not_as_many": [
        "21:9: parts.month.clauses[1]: `rows` has as many texts as `refs` says",
    ],
    "rated_two_ways": [
        "25:9: parts.month.items[3]: either `otherwise` or `unless` says what holds without a rating",
    ],
    "unless_unknown_fact": [
        "25:99: parts.month.items[3].unless: there is no fact `early`; there is: late",
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_broken_pack_is_refused_at_its_place(name: str) -> None:
    with pytest.raises(PackError) as refused:
        load_scheme((BROKEN / f"{name}.yaml").read_text(encoding="utf-8"), file=name)
    faults = refused.value.faults
    assert [f"{f.line}:{f.column}: {f.path}: {f.message}" for f in faults] == EXPECTED[name]
    assert all(str(fault).startswith(f"{name}:") for fault in faults)


def test_every_broken_pack_is_expected_and_differs_from_the_small_one() -> None:
    assert {file.stem for file in BROKEN.glob("*.yaml")} == set(EXPECTED)
    assert all(file.read_text(encoding="utf-8") != SMALL for file in BROKEN.glob("*.yaml"))


def test_the_small_pack_itself_loads() -> None:
    scheme = load_scheme(SMALL, file="small.yaml")
    clause = scheme.part("month").clauses["1.1"]
    assert getattr(clause, "points") == Decimal("-0.5")  # noqa: B009
    assert clause.points_text("zh-hans") == "−0.5 / 次"


def test_all_faults_are_told_at_once() -> None:
    text = SMALL.replace("percent: 25", "percent: 125").replace("step: 1", "stop: 1")
    with pytest.raises(PackError) as refused:
        load_scheme(text, file="x")
    assert [fault.path for fault in refused.value.faults] == [
        "parts.month.facts[0].stop",
        "parts.month.quotas[0].percent",
    ]


def test_the_hash_follows_the_content_and_nothing_else() -> None:
    plain = load_scheme(SMALL, file="x")
    assert (
        load_scheme("# a comment\n" + SMALL.replace("  - {code", "  -   {code"), file="y").hash == plain.hash
    )
    assert load_scheme(SMALL.replace("points: -0.5", "points: -0.50"), file="x").hash == plain.hash
    assert load_scheme(SMALL.replace("points: -0.5", "points: -1"), file="x").hash != plain.hash
    assert load_scheme(SMALL, file="x") == plain


def test_a_file_of_the_folder_is_named_after_its_scheme(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(SMALL, encoding="utf-8")
    folder = PackFolder(tmp_path)
    assert list(folder) == ["other"]
    assert "small" not in folder
    with pytest.raises(PackError):
        folder["other"]


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_a_shipped_pack_speaks_both_languages_and_says_nothing_twice(name: str) -> None:
    scheme = SCHEMES[name]
    assert (FOLDER / f"{name}.yaml").exists()
    for part in scheme.parts.values():
        titled = [*part.items.values(), *part.clauses.values(), *part.gates.values(), *part.rules]
        chinese = [each.title.zh for each in titled]
        assert all(any("\u4e00" <= letter <= "\u9fff" for letter in title) for title in chinese)
        assert not any("\u4e00" <= letter <= "\u9fff" for each in titled for letter in each.title.en)
    assert scheme.readings
    assert len(scheme.hash) == 64
