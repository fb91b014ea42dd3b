"""Carries out what a turn wants remembered: one function for each kind of effect."""

import json
from datetime import datetime
from functools import singledispatch

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from dialogs.effects import (
    CorrectAnswer,
    DeclineTeam,
    Effect,
    EraseLater,
    ErasePerson,
    FollowUpPlan,
    ForgetReflection,
    GuessCode,
    JoinChats,
    KeepAfterAll,
    KeepReflection,
    NoteWarning,
    OfferCode,
    PartChats,
    PickTheme,
    RemindOfDraft,
    SawOverview,
    SetRhythm,
    ShareWithTeam,
    TeamTold,
    ThemeTold,
)
from dialogs.state import Draft
from storage import codes
from storage.audit import Deed, note
from storage.contributing import contribute, set_sharing
from storage.due import Due, cancel, schedule
from storage.erasing import ERASING, erase
from storage.joining import join, part
from storage.keys import Keys
from storage.rhythms import keep_rhythm
from storage.rosters import decline, note_told
from storage.sealing import Place, Sealer
from storage.tables import LevelRow, MatchRow, PersonRow, PlanRow, ReflectionRow
from storage.themes import TELLING, pick_theme


async def apply(session: AsyncSession, keys: Keys, effect: Effect, person: str, now: datetime) -> None:
    """Only ever touches rows of `person`, whatever ids the effect carries."""
    await _apply(effect, session, keys, person, now)
    await session.flush()


@singledispatch
async def _apply(effect: Effect, _session: AsyncSession, _keys: Keys, _person: str, _now: datetime) -> None:
    raise TypeError(f"no way to carry out {type(effect).__name__}")


@_apply.register
async def _keep(effect: KeepReflection, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    draft, sealer = effect.draft, await keys.of(person)
    row = ReflectionRow(
        person_id=person,
        code=draft.code,
        topic=draft.topic,
        perspective=draft.perspective,
        outcome=draft.outcome,
        started_at=draft.started,
        finished_at=now,
    )
    for column, words in (("episode", draft.episode), ("judgement", draft.judgement), ("learning", draft.learning)):
        setattr(row, column, sealer.seal(Place("reflection", column, row.id), words))
    session.add(row)
    await session.flush()
    session.add(_match(draft, row.id, sealer))
    if draft.level is not None and draft.code is not None:
        level = LevelRow(person_id=person, reflection_id=row.id, code=draft.code, level=draft.level, chosen_at=now)
        session.add(level)
    if draft.plan:
        plan = PlanRow(person_id=person, reflection_id=row.id, follow_up=draft.follow_up)
        plan.text = sealer.seal(Place("plan", "text", plan.id), draft.plan)
        session.add(plan)
        await session.flush()
        await _ask_about(session, plan.id, effect.ask_at, person, now)
    await contribute(session, row, "reflection", now)


def _match(draft: Draft, reflection: str, sealer: Sealer) -> MatchRow:
    row = MatchRow(reflection_id=reflection, chosen=draft.code, corrected=bool(draft.rejected))
    candidates = json.dumps([one.model_dump() for one in draft.candidates], ensure_ascii=False)
    row.candidates = sealer.seal(Place("match", "candidates", row.id), candidates)
    return row


@_apply.register
async def _correct(effect: CorrectAnswer, session: AsyncSession, keys: Keys, person: str, _now: datetime) -> None:
    sealer = await keys.of(person)
    if effect.field == "plan":
        await _correct_plan(effect, session, sealer, person)
        return
    row = await session.get(ReflectionRow, effect.reflection)
    if row is not None and row.person_id == person:
        setattr(row, effect.field, sealer.seal(Place("reflection", effect.field, row.id), effect.text))
        await _forget_reasons(row, session, sealer)


async def _correct_plan(effect: CorrectAnswer, session: AsyncSession, sealer: Sealer, person: str) -> None:
    """A plan without words is none."""
    query = select(PlanRow).where(PlanRow.reflection_id == effect.reflection, PlanRow.person_id == person)
    for plan in (await session.exec(query)).all():
        if effect.text:
            plan.text = sealer.seal(Place("plan", "text", plan.id), effect.text)
        else:
            await session.delete(plan)


async def _forget_reasons(row: ReflectionRow, session: AsyncSession, sealer: Sealer) -> None:
    """The words that spoke for a match are the person's own: they go with the answer they stood in."""
    answers = (("episode", row.episode), ("judgement", row.judgement))
    said = " ".join(sealer.open(Place("reflection", column, row.id), words) for column, words in answers).casefold()
    for match in (await session.exec(select(MatchRow).where(MatchRow.reflection_id == row.id))).all():
        place = Place("match", "candidates", match.id)
        candidates = json.loads(sealer.open(place, match.candidates))
        for one in candidates:
            one["because"] = [word for word in one["because"] if word.casefold() in said]
        match.candidates = sealer.seal(place, json.dumps(candidates, ensure_ascii=False))


@_apply.register
async def _forget(effect: ForgetReflection, session: AsyncSession, _keys: Keys, person: str, _now: datetime) -> None:
    mine = (col(ReflectionRow.id) == effect.reflection, col(ReflectionRow.person_id) == person)
    await session.exec(delete(ReflectionRow).where(*mine))


@_apply.register
async def _follow_up(effect: FollowUpPlan, session: AsyncSession, _keys: Keys, person: str, now: datetime) -> None:
    plan = await session.get(PlanRow, effect.plan)
    if plan is None or plan.person_id != person:
        return
    plan.asked += 1
    plan.outcome = effect.outcome
    plan.follow_up = effect.again
    plan.closed_at = now if effect.again is None else None
    await _ask_about(session, plan.id, effect.ask_at, person, now)
    if effect.outcome in {"done", "partly"}:
        await contribute(session, await session.get_one(ReflectionRow, plan.reflection_id), "follow-up", now)


async def _ask_about(session: AsyncSession, plan: str, at: datetime | None, person: str, now: datetime) -> None:
    if at is None:
        await cancel(session, "follow_up", plan)
    else:
        await schedule(session, _due("follow_up", plan, at, person, now))


def _due(kind: str, scope: str, at: datetime, person: str, now: datetime) -> Due:
    return Due(kind, scope, at.date().isoformat(), at, str(now.tzinfo), person)


@_apply.register
async def _set_rhythm(effect: SetRhythm, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    await keep_rhythm(session, await keys.of(person), person, effect.rhythm)
    if effect.next is None:
        await cancel(session, "prompt", person)
    else:
        await schedule(session, _due("prompt", person, effect.next, person, now))


@_apply.register
async def _remind(effect: RemindOfDraft, session: AsyncSession, _keys: Keys, person: str, now: datetime) -> None:
    await schedule(session, _due("reminder", person, effect.at, person, now))


@_apply.register
async def _share(effect: ShareWithTeam, session: AsyncSession, _keys: Keys, person: str, now: datetime) -> None:
    await set_sharing(session, person, now, on=effect.on)


@_apply.register
async def _pick(effect: PickTheme, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    await pick_theme(session, keys, person, effect, now)


@_apply.register
async def _theme_told(_effect: ThemeTold, session: AsyncSession, _keys: Keys, person: str, _now: datetime) -> None:
    await cancel(session, TELLING, person)


@_apply.register
async def _team_told(effect: TeamTold, session: AsyncSession, _keys: Keys, person: str, now: datetime) -> None:
    await note_told(session, person, effect.team, now)


@_apply.register
async def _decline(effect: DeclineTeam, session: AsyncSession, _keys: Keys, person: str, now: datetime) -> None:
    await decline(session, person, effect.team, now)


@_apply.register
async def _offer(effect: OfferCode, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    await codes.offer(session, keys.house, person, effect.code, now)


@_apply.register
async def _guess(_effect: GuessCode, session: AsyncSession, _keys: Keys, person: str, now: datetime) -> None:
    await codes.note_guess(session, person, now)


@_apply.register
async def _join(effect: JoinChats, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    kept = await codes.use(session, keys.house, effect.code, now)
    await join(session, keys, kept, person, now)


@_apply.register
async def _part(effect: PartChats, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    await part(session, keys, person, effect.channel, now)


@_apply.register
async def _erase(_effect: ErasePerson, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    await erase(session, keys, person, now, by="person")


@_apply.register
async def _erase_later(effect: EraseLater, session: AsyncSession, _keys: Keys, person: str, now: datetime) -> None:
    wall = effect.at.replace(tzinfo=None)
    await schedule(session, Due(ERASING, person, wall.date().isoformat(), wall, str(now.tzinfo), person))


@_apply.register
async def _keep_all(_effect: KeepAfterAll, session: AsyncSession, _keys: Keys, person: str, _now: datetime) -> None:
    await cancel(session, ERASING, person)


@_apply.register
async def _saw(effect: SawOverview, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    for unit in effect.units:
        deed: Deed = "overview-seen" if effect.asked else "overview-sent"
        await note(session, keys.house, "manager" if effect.asked else "system", deed, now, person=person, unit=unit)


@_apply.register
async def _warned(_effect: NoteWarning, session: AsyncSession, keys: Keys, person: str, now: datetime) -> None:
    (await session.get_one(PersonRow, person)).warned_at = now
    await note(session, keys.house, "system", "notice-sent", now, person=person)
