"""Forms over a pack: built from the vocabulary, they change what was typed and nothing else."""

from decimal import Decimal
from typing import Any, get_args

import pytest
from django.http import QueryDict
from django.utils.translation import override

from assessment.rules import load_scheme
from assessment.rules.vocabulary.pack import PackModel
from assessment.rules.yaml_source import Path, YamlSource, parse
from assessment.workshop.forms import labels
from assessment.workshop.forms.addresses import from_address, from_spelling, value_at
from assessment.workshop.forms.nodes import Bound, Many, groups, leaves
from assessment.workshop.forms.parsing import changes_of
from assessment.workshop.forms.place_form import PlaceForm, place_of
from assessment.workshop.forms.sections import chapters, page_of
from assessment.workshop.forms.shapes import inner, keys_of, kind_of, shape
from assessment.workshop.round_trip import edit
from tests.cast import PACKS

TEXTS = {path.stem: path.read_text("utf-8") for path in sorted(PACKS.glob("*.yaml"))}
STREET = TEXTS["meiling-quarterly"]


def shown(place: PlaceForm) -> QueryDict:
    """What a browser sends when nothing was touched."""
    sent = QueryDict(mutable=True)
    for leaf in leaves(place.form):
        if isinstance(leaf, Many):
            sent.setlist(leaf.name, ["", *leaf.ticked] if leaf.choices else [leaf.value])
        else:
            sent.setlist(leaf.name, ["", leaf.value] if leaf.kind == "flag" and leaf.value else [leaf.value])
        if isinstance(leaf, Bound):
            sent[leaf.comparison_name] = leaf.comparison
    return sent


def typed(
    source: YamlSource, at: str, new: str = "", **values: str | list[str]
) -> tuple[PlaceForm, list[Any]]:
    """The page with something typed (``points=``: by the end of the field's path), and the changes that come of it."""
    path = from_address(at, source.data)
    assert path is not None
    sent = shown(place_of(source, path, "zh-hans", new=new))
    for key, value in values.items():
        name = key if ":" in key else f"f:{at}/{key}" if at else f"f:{key}"
        sent.setlist(name, value if isinstance(value, list) else [value])
    place = place_of(source, path, "zh-hans", sent, new)
    return place, changes_of(place.form, source.data)


def changed(at: str, new: str = "", text: str = STREET, **values: Any) -> Any:
    """The scheme after something was typed on a page of it."""
    place, changes = typed(parse(text, ""), at, new, **values)
    assert [leaf.error for leaf in leaves(place.form) if leaf.error] == []
    return load_scheme(edit(text, changes), file="")


def pages(source: YamlSource) -> list[Path]:
    """Every page of a pack: sections, and the elements of its lists."""
    found: list[Path] = []
    for chapter in chapters(source.data, "zh-hans"):
        for section in chapter.sections:
            found.append(section.path)
            found += _elements(source, section.path)
    return found


def _elements(source: YamlSource, path: Path) -> list[Path]:
    data = value_at(source.data, path)
    return [(*path, n) for n, each in enumerate(data) if "zh" not in each] if isinstance(data, list) else []


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_sent_back_as_it_was_shown_changes_nothing(name: Any) -> None:
    source = parse(TEXTS[name], "")
    for path in pages(source):
        sent = shown(place_of(source, path, "zh-hans"))
        place = place_of(source, path, "zh-hans", sent)
        assert changes_of(place.form, source.data) == []
        assert [leaf for leaf in leaves(place.form) if leaf.error] == []


@pytest.mark.parametrize("name", TEXTS)
def test_the_fields_of_the_pages_reach_every_figure_of_the_pack(name: Any) -> None:
    source = parse(TEXTS[name], "")
    reached = {
        (*leaf.path, leaf.compared) if isinstance(leaf, Bound) else leaf.path
        for path in pages(source)
        for leaf in leaves(place_of(source, path, "zh-hans").form)
    }
    missed = [path for path in _figures(source.data) if path not in reached]
    assert missed == []


def _figures(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(data, dict):
        return [each for key, value in data.items() for each in _figures(value, (*path, key))]
    if isinstance(data, list):
        return [each for number, value in enumerate(data) for each in _figures(value, (*path, number))]
    return [path] if isinstance(data, int | Decimal) and not isinstance(data, bool) else []


def test_every_key_and_word_of_the_vocabulary_has_a_name_on_the_pages() -> None:
    keys: set[str] = set()
    words: set[Any] = set()
    seen: set[Any] = set()

    def walk(core: Any) -> None:
        if kind_of(core) == "choice":
            words.update(get_args(core))
        elif kind_of(core) in ("list", "table"):
            for each in inner(core).options:
                walk(each)
        elif kind_of(core) == "model" and core not in seen:
            seen.add(core)
            for key, field in keys_of(core).items():
                keys.add(key)
                for each in shape(field).options:
                    walk(each)

    walk(PackModel)
    with override("zh-hans"):
        assert sorted(key for key in keys if str(labels.label(key)).isascii()) == []
        assert sorted(str(word) for word in words if str(labels.word(word)).isascii()) == []


def test_a_figure_is_kept_exactly_as_it_was_typed() -> None:
    scheme = changed("parts/quarter/items/2", **{"each/0/points": "-0.50"})
    assert str(scheme.parts["quarter"].items["attendance"].each[0].points) == "-0.50"


@pytest.mark.parametrize(("written", "meant"), [("−１.5", "-1.5"), (" 3 ", "3"), ("0", "0")])
def test_figures_may_be_typed_full_width_or_with_a_true_minus(written: str, meant: str) -> None:
    scheme = changed("parts/quarter/items/2", **{"each/0/points": written})
    assert scheme.parts["quarter"].items["attendance"].each[0].points == Decimal(meant)


@pytest.mark.parametrize("wrong", ["1e3", "一", "1.", "--1", "1,000", "NaN", ".5", "9" * 20])
def test_what_is_no_figure_is_told_beside_the_field_and_kept(wrong: str) -> None:
    place, changes = typed(parse(STREET, ""), "parts/quarter/items/2", start=wrong)
    found = next(leaf for leaf in leaves(place.form) if leaf.path[-1] == "start")
    assert found.error
    assert found.value == wrong
    assert changes == []


def test_a_field_that_is_needed_cannot_be_emptied() -> None:
    place, changes = typed(parse(STREET, ""), "parts/quarter/items/2", start="")
    assert next(leaf for leaf in leaves(place.form) if leaf.path[-1] == "start").error
    assert changes == []


def test_an_optional_bound_is_added_and_taken_away() -> None:
    added = changed("parts/quarter/items/2", highest="9.5")
    assert added.parts["quarter"].items["attendance"].highest == Decimal("9.5")
    gone = changed("parts/quarter/items/2", lowest="")
    assert gone.parts["quarter"].items["attendance"].lowest is None


def test_titles_are_typed_in_both_languages() -> None:
    scheme = changed(
        "parts/quarter/gates/4", **{"title/zh": "旷工：超过 “2” 天", "title/en": "#Absent: 'more', than 2"}
    )
    assert scheme.gates["unqualified.absent"].title.zh == "旷工：超过 “2” 天"
    assert scheme.gates["unqualified.absent"].title.en == "#Absent: 'more', than 2"


def test_the_bound_of_a_condition_and_its_comparison_change() -> None:
    at = "parts/quarter/gates/4"
    scheme = changed(at, **{f"f:{at}/when": "3", f"c:{at}/when": "at_least"})
    assert scheme.gates["unqualified.absent"].when.comparison() == {"is": "at_least", "bound": "3"}


def test_a_bound_inside_a_list_of_conditions_changes_alone() -> None:
    scheme = changed("parts/quarter/gates/6", **{"when/all/1": "15"})
    assert scheme.gates["undetermined.joined"].when.all[1].comparison() == {"is": "less_than", "bound": "15"}


def test_a_quota_changes_its_share_its_minimum_and_its_marks() -> None:
    scheme = changed("parts/quarter/quotas/0", percent="20", minimum="1", dropped_flags=["", "candidate"])
    quota = scheme.parts["quarter"].quotas[0]
    assert (quota.percent, quota.minimum, quota.dropped_flags) == (Decimal(20), 1, ("candidate",))


def test_the_order_of_grades_stays_when_one_more_is_ticked() -> None:
    ticked = ["", "excellent", "good", "qualified", "basically_qualified", "unqualified", "undetermined"]
    place, changes = typed(parse(STREET, ""), "parts/quarter", grades=ticked)
    assert changes[0].value == [
        "excellent",
        "good",
        "qualified",
        "unqualified",
        "undetermined",
        "basically_qualified",
    ]
    assert not place.form.error


def test_bonuses_change_by_grade_and_one_is_taken_away() -> None:
    scheme = changed("parts/quarter/bonus", **{"by_grade/excellent": "2200.50", "by_grade/undetermined": ""})
    assert scheme.parts["quarter"].bonus.by_grade["excellent"] == Decimal("2200.50")
    assert "undetermined" not in scheme.parts["quarter"].bonus.by_grade


def test_windows_of_appeals_are_set_where_the_pack_states_none() -> None:
    scheme = changed("parts/quarter/appeal", **{"within/days": "10", "answer/working_days": "5"})
    appeal = scheme.parts["quarter"].appeal
    assert (appeal.within.days, appeal.answer.working_days) == (10, 5)
    again = changed(
        "parts/quarter/appeal",
        text=edit(STREET, typed(parse(STREET, ""), "parts/quarter/appeal", **{"within/days": "10"})[1]),
        **{"within/days": "", "within/working_days": "7"},
    )
    assert (again.parts["quarter"].appeal.within.days, again.parts["quarter"].appeal.within.working_days) == (
        None,
        7,
    )


def test_validity_settings_and_readings_change() -> None:
    assert str(changed("", **{"valid/from": "2027-01-01", "valid/to": "2027-12-31"}).valid_to) == "2027-12-31"
    assert changed("settings/0", default="15").settings["annual_excellent_percent"].default == 15
    scheme = changed("readings", **{"R1/zh": "改写。", "+/key": "R7", "+/zh": "新的。", "+/en": "New."})
    assert (scheme.readings["R1"].zh, scheme.readings["R7"].en) == ("改写。", "New.")


def test_rows_are_added_and_taken_out() -> None:
    at = "parts/quarter/items/2/each"
    scheme = changed(
        "parts/quarter/items/2", **{f"x:{at}/0": "on", "each/2/fact": "leave_days", "each/2/points": "-0.1"}
    )
    rows = [(row.fact, row.points) for row in scheme.parts["quarter"].items["attendance"].each]
    assert rows == [("absent_days", Decimal(-5)), ("leave_days", Decimal("-0.1"))]


def test_documents_are_added_and_taken_out() -> None:
    scheme = changed("documents", **{"x:documents/0": "on", "4/zh": "新表", "4/en": "New form"})
    assert [text.zh for text in scheme.documents][-1] == "新表"
    assert len(scheme.documents) == 4


def test_a_clause_of_a_kind_is_made_from_nothing() -> None:
    said: dict[str, Any] = {
        "id": "2.1",
        "item": "merit",
        "title/zh": "受表扬",
        "title/en": "Praised",
        "points": "0.5",
        "unit/zh": "次",
        "unit/en": "time",
        "once_per_period": ["", "on"],
    }
    scheme = changed("parts/quarter/clauses/1", "per_count", **said)
    clause = scheme.clauses["2.1"]
    assert (clause.kind, clause.points, clause.once_per_period) == ("per_count", Decimal("0.5"), True)


def test_a_flag_is_set_and_taken_back() -> None:
    assert not changed("parts/quarter/items/0", required=[""]).parts["quarter"].items["routine"].required
    assert changed("parts/year/score", required=["", "on"]).parts["year"].score.required


def test_the_list_shows_the_figures_of_its_elements_and_changes_them_together() -> None:
    source = parse(STREET, "")
    place = place_of(source, ("parts", "quarter", "gates"), "zh-hans")
    labelled = {line.name: [str(label) for label, _leaf in line.figures] for line in place.lines}
    assert labelled["unqualified.absent"] == ["旷工"]
    scheme = changed("parts/quarter/gates", **{"4/when": "1.5", "7/when": "30"})
    assert scheme.gates["unqualified.absent"].when.more_than == Decimal("1.5")
    assert scheme.gates["undetermined.leave"].when.more_than == 30


@pytest.mark.parametrize(
    "at", ["nowhere", "parts/quarter/clauses/9", "parts/quarter/clauses/x", "title/zh/x"]
)
def test_a_place_that_is_none_has_no_page(at: str) -> None:
    source = parse(STREET, "")
    path = from_address(at, source.data)
    if path is not None:
        with pytest.raises(LookupError):
            place_of(source, path, "zh-hans")


@pytest.mark.parametrize(
    ("spelled", "page"),
    [
        ("parts.quarter.gates[4].when.more_than", "parts/quarter/gates/4"),
        ("parts.quarter.bonus.by_grade.excellent", "parts/quarter/bonus"),
        ("readings.R1.zh", "readings"),
        ("valid.from", ""),
        ("parts.quarter", "parts/quarter"),
        ("nowhere", ""),
    ],
)
def test_a_finding_leads_to_the_page_of_its_place(spelled: str, page: str) -> None:
    assert page_of(spelled, parse(STREET, "").data) == page


def test_a_spelled_path_is_read_as_far_as_the_pack_has_it() -> None:
    data = {"a.b": [{"c": 1}], "a": {"b": 2}}
    assert from_spelling("a.b[0].c", data) == ("a.b", 0, "c")
    assert from_spelling("a.x", data) == ("a",)


def test_groups_know_whether_they_can_be_taken_out() -> None:
    place = place_of(parse(STREET, ""), ("parts", "quarter", "items", 2), "zh-hans")
    removable = {group.path[-2:] for group in groups(place.form) if group.removable}
    assert removable == {("each", 0), ("each", 1), ("any", 0), ("any", 1)}
