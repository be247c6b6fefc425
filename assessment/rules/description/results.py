"""From items to a grade in sentences: score, bands, rules, quotas, effects, pay; deadlines and appeals."""

from typing import Any

from assessment.rules.vocabulary.pack import AppealRules, Due, Span
from assessment.rules.vocabulary.results import (
    Award,
    BonusAs,
    Ceiling,
    Decided,
    FixedPay,
    HistoryScore,
    IndexScore,
    Listed,
    MonthlyPay,
    OutOfScope,
    Quota,
    SettingName,
    TotalScore,
)

from .items import limits_after
from .speaker import Speaker, says


@says(TotalScore, "start terms lowest highest")
def _total(speaker: Speaker, score: Any) -> str:
    terms = [_start(speaker, score.start)] if score.start else []
    for term in score.terms:
        item = speaker.item(term.item)
        weighted = speaker.say("weighted", item=item, weight=speaker.figure(term.weight))
        terms.append(item if term.weight == 1 else weighted)
    return speaker.say(
        "score_total", terms=speaker.joined(terms, "plus"), limits=limits_after(speaker, score)
    )


def _start(speaker: Speaker, start: Any) -> str:
    name = getattr(start, "setting", None)
    if name is None:
        return speaker.say("start", value=speaker.figure(start))
    setting = speaker.scheme.settings[name]
    value = speaker.figure(speaker.scheme.figures()[name])
    return speaker.say("start_setting", value=value, setting=speaker.text(setting.title))


@says(HistoryScore, "of maximum required")
def _history(speaker: Speaker, score: Any) -> str:
    of = speaker.say(score.of)
    said = speaker.say("score_history", of=of, maximum=speaker.figure(score.maximum))
    return speaker.sentences([said, speaker.say("score_required", of=of)] if score.required else [said])


def band(speaker: Speaker, model: Any, *, alone: bool = False) -> str:
    """The scores of a grade band; ``alone`` when it is the only one."""
    if model.at_least is None:
        return speaker.say("band_all" if alone else "band_rest")
    return speaker.say("band", bound=speaker.figure(model.at_least))


@says(IndexScore, "headings answers nothing_flag")
def _index(speaker: Speaker, score: Any) -> str:
    headings = speaker.joined(speaker.quoted(speaker.text(each.title)) for each in score.headings)
    figures = speaker.figures
    answers = speaker.joined(
        speaker.say("answer", title=speaker.text(each.title), value=speaker.figure(figures[each.setting]))
        for each in score.answers
    )
    flag = speaker.flag(score.nothing_flag)
    return speaker.say("score_index", headings=headings, answers=answers, flag=flag)


@says(SettingName, "setting", whole=True)
def _setting(speaker: Speaker, share: Any) -> str:
    return speaker.setting(share.setting, speaker.figure(speaker.figures[share.setting]))


@says(Quota, "grade percent of next spread minimum round_up_from dropped_flags")
def _quota(speaker: Speaker, model: Any) -> str:
    said = [
        speaker.say(
            "quota",
            base=speaker.say(f"quota_{model.of}"),
            grade=speaker.grade(model.grade),
            percent=speaker.under("percent", model.percent),
            rounding=_rounding(speaker, model.round_up_from),
            minimum=speaker.say("quota_minimum", minimum=model.minimum) if model.minimum else "",
            next=speaker.grade(model.next),
        )
    ]
    if model.spread is not None:
        said.append(speaker.say("quota_spread"))
    if model.dropped_flags:
        flags = speaker.joined(speaker.flag(code) for code in model.dropped_flags)
        said.append(speaker.say("quota_flags", flags=flags))
    return speaker.sentences(said)


def _rounding(speaker: Speaker, size: Any) -> str:
    """What becomes of a part of a seat, by the figure from which on it is a whole one, or by the setting that has it."""
    name = getattr(size, "setting", None)
    figure = size if name is None else speaker.figures[name]
    template = "quota_cut" if figure >= 1 else "quota_round_up" if figure else "quota_any_part"
    said = speaker.say(template, value=speaker.figure(figure))
    return said if name is None else speaker.setting(name, said)


@says(Award, "flag seats")
def _award(speaker: Speaker, model: Any) -> str:
    return speaker.say("award", seats=model.seats, flag=speaker.flag(model.flag))


@says(OutOfScope, "bonus", whole=True)
def _out_of_scope(speaker: Speaker, effect: Any) -> str:
    said = speaker.say("effect_out_of_scope")
    if effect.bonus is None:
        return said
    return speaker.say("paid", effect=said, pay=speaker.any(effect.bonus))


@says(Decided, "score", whole=True)
def _decided(speaker: Speaker, effect: Any) -> str:
    said = speaker.say(f"effect_{effect.kind}", grade=speaker.grade(effect.kind))
    if effect.score is None:
        return said
    return speaker.say("effect_score", effect=said, score=speaker.figure(effect.score))


@says(Ceiling, "grade", whole=True)
def _ceiling(speaker: Speaker, effect: Any) -> str:
    return speaker.say("effect_ceiling", grade=speaker.grade(effect.grade))


@says(BonusAs, "grade paid_as", whole=True)
def _bonus_as(speaker: Speaker, effect: Any) -> str:
    grade, paid_as = speaker.grade(effect.grade), speaker.grade(effect.paid_as)
    return speaker.say("effect_bonus_as", grade=grade, paid_as=paid_as)


@says(Listed, "", whole=True)
def _listed(speaker: Speaker, _effect: Any) -> str:
    in_rules = speaker.part is not None and bool(speaker.part.rules)
    return speaker.say("effect_listed" if in_rules else "effect_noted")


def with_flags(speaker: Speaker, effect: str, flags: tuple[str, ...]) -> str:
    """An effect with the marks it leaves."""
    if not flags:
        return effect
    return speaker.say("marked", effect=effect, flags=speaker.joined(speaker.flag(code) for code in flags))


def rule_effect(speaker: Speaker, rule: Any) -> str:
    """What a row of a table of rules gives."""
    said = speaker.say("rule_pending")
    if rule.grade is not None:
        said = speaker.say("rule_grade", grade=speaker.grade(rule.grade))
    return with_flags(speaker, said, rule.flags)


@says(FixedPay, "amount nothing_when", whole=True)
def _fixed(speaker: Speaker, pay: Any) -> str:
    if not pay.amount:
        return speaker.say("pay_nothing")
    amount = speaker.money(pay.amount)
    if pay.nothing_when is None:
        return speaker.say("pay_fixed", amount=amount)
    return speaker.say("pay_but", amount=amount, when=speaker.any(pay.nothing_when))


@says(MonthlyPay, "amount months before", whole=True)
def _per_month(speaker: Speaker, pay: Any) -> str:
    amount, before = speaker.money(pay.amount), speaker.state(pay.before)
    return speaker.say("pay_per_month", amount=amount, months=pay.months, before=before)


@says(Due, "day month after_period", whole=True)
def _due(speaker: Speaker, model: Any) -> str:
    after = "_after" if model.after_period and model.kind in ("day_of_month", "day_of_year") else ""
    return speaker.say(f"due_{model.kind}{after}", day=model.day, month=model.month)


@says(Span, "days working_days", whole=True)
def _span(speaker: Speaker, model: Any) -> str:
    if model.working_days is not None:
        return speaker.say("span_working_days", days=model.working_days)
    return speaker.say("span_days", days=model.days)


@says(AppealRules, "within answer note")
def appeal(speaker: Speaker, model: Any) -> str:
    """How long one may appeal and how soon the answer is due, with the note."""
    said = speaker.say("appeal", within=speaker.any(model.within), answer=speaker.any(model.answer))
    return speaker.sentences([said, speaker.text(model.note)])
