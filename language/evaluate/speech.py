"""Hearing: recordings of people through the recogniser and on to what the car would do.

Every recording is heard three times: with a grammar of the words of its own set, as the tasks of such sets are; as on the car,
when it is said to it; and as on the car while it drives, when only "stop" counts. `docs/speech.md` says what the rows mean.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from language.dialogue import TALK
from language.evaluate.manifest import Recording, by_set, read
from language.evaluate.score import Evaluation, Figure, Miss, Row, row
from language.lexicon import lexicon
from language.parser import understand
from language.replies import bare_reply
from language.speech.alignment import changes
from language.speech.heeding import Heeding
from language.speech.listening import ListeningNode
from language.speech.offline import Ears
from language.speech.recogniser import UNKNOWN, Recogniser, SpeechModel
from language.speech.stop import stops_in
from robot import clock
from robot.messages import StopRequest
from robot.program import Program, plain
from robot.speech import SAMPLE_RATE_HZ, Heard, Samples

Load = Callable[[Recording, int], Samples]
"""The sound of a recording, given its place among those that are heard."""


class Outcome(NamedTuple):
    """What came of one recording: its text with the grammar of its set, how often the car stopped, what it then would do."""

    recording: Recording
    text: str
    stops: int
    program: Program | None
    duration_s: float


def evaluate(manifest: Path, load: Load, model: SpeechModel, every: int = 1) -> Evaluation:
    """Hear the recordings of a manifest, or one in `every`. Raises ValueError or OSError for what can't be read."""
    recordings = read(manifest)[::every]
    numbers = {recording.path: number for number, recording in enumerate(recordings)}
    ears = Ears(ListeningNode(ListeningNode.Config(), model))
    outcomes: list[Outcome] = []
    used_s = 0.0
    grammars = words_of_sets(recordings)
    for name, members in by_set(recordings).items():
        recogniser = model.recogniser(grammars[name])
        for recording in members:
            sound = load(recording, numbers[recording.path])
            text = heard_as(recogniser, sound)
            begun_s = clock.cpu_s()
            said = ears.hear(sound)
            used_s += clock.cpu_s() - begun_s
            duration_s = len(sound) / SAMPLE_RATE_HZ
            stops = _stops(ears.hear(sound, addressed=False))
            outcomes.append(Outcome(recording, text, stops, deed(said)[0], duration_s))
    figures = (*error_rates(outcomes), false_stops(outcomes), Figure("rtf", used_s / _sum_s(outcomes), "CPU s per s of sound"))
    misses = tuple(miss for outcome in outcomes if (miss := _miss(outcome)) is not None)
    title = f"speech: {len(outcomes)} recordings, {_sum_s(outcomes) / 60:.1f} min"
    return Evaluation(title, tuple(rows(outcomes)), misses, figures)


def words_of_sets(recordings: Sequence[Recording]) -> dict[str, list[str]]:
    """The grammar of each set: the words that it wants heard; for a set that wants none those of the largest with commands."""
    sets = by_set(recordings)
    words = {name: sorted({word for member in members if not member.is_no_command for word in member.said.split()})
             for name, members in sets.items()}
    with_commands = [name for name, members in sets.items() if any(member.is_command for member in members)]
    largest = max(with_commands, key=lambda name: len(sets[name]), default="")
    return {name: own or words.get(largest, []) for name, own in words.items()}


def heard_as(recogniser: Recogniser, sound: Samples) -> str:
    """The words of a recording; one that has pauses may be several utterances."""
    ended = recogniser.accept(sound)
    last = recogniser.finish().text
    return f"{ended.text} {last}".strip() if ended else last


# ---- the rows -----------------------------------------------------------------------------------------------------


def rows(outcomes: Sequence[Outcome]) -> list[Row]:
    """What was right of how many."""
    several = command_sets([o.recording for o in outcomes])
    nothing = [o for o in outcomes if o.recording.is_no_command]
    ordered = [o for o in outcomes if o.recording.is_sentence and wanted(o.recording) is not None]
    foreign = [o for o in outcomes if not o.recording.is_command and wanted(o.recording) is None]
    stops = [o for o in outcomes if stops_in(o.recording.said, lexicon())]
    return [
        _row("command", [o for o in outcomes if o.recording.is_command and o.recording.set in several], _exact),
        *_rows("command", [o for o in outcomes if o.recording.is_command]),
        _row("rejected", nothing, lambda o: not o.text or UNKNOWN in o.text.split()),
        *_rows("exact", [o for o in outcomes if o.recording.is_sentence]),
        _row("program", ordered, lambda o: o.program == wanted(o.recording)),
        _row("no_motion", foreign, lambda o: o.program is None),
        _row("stop_recall", stops, lambda o: o.stops > 0),
    ]


def command_sets(recordings: Sequence[Recording]) -> list[str]:
    """The sets that have several commands to choose from."""
    sets = by_set(recordings)
    return [name for name in sets if len({member.label for member in sets[name] if member.is_command}) > 1]


def _row(name: str, outcomes: Sequence[Outcome], right: Callable[[Outcome], bool]) -> Row:
    return row(name, sum(map(right, outcomes)), len(outcomes))


def _rows(name: str, outcomes: Sequence[Outcome]) -> list[Row]:
    """What was exactly right, set by set."""
    sets = dict.fromkeys(o.recording.set for o in outcomes)
    return [_row(f"{name} {own}", [o for o in outcomes if o.recording.set == own], _exact) for own in sets]


def error_rates(outcomes: Sequence[Outcome]) -> list[Figure]:
    """Words wrong, left out and put in, of those said, of all and of each set, with the grammar of the set."""
    said = [outcome for outcome in outcomes if outcome.recording.is_command or outcome.recording.is_sentence]
    sets = dict.fromkeys(outcome.recording.set for outcome in said)
    return [Figure("wer", _wer(said), "% of words"), *(
        Figure(f"wer {name}", _wer([o for o in said if o.recording.set == name]), "% of words") for name in sets
    )]  # fmt: skip


def false_stops(outcomes: Sequence[Outcome]) -> Figure:
    """How often an hour the car stopped though nobody had said so."""
    others = [o for o in outcomes if not stops_in(o.recording.said, lexicon())]
    hours = _sum_s(others) / 3600
    return Figure("false_stops_per_hour", sum(o.stops for o in others) / hours if hours else 0.0, f"an hour, in {hours:.2f} h")


def wanted(recording: Recording) -> Program | None:
    """What the words that were said would have the car do, without the words."""
    program = understand(recording.said).program if recording.said else None
    return None if program is None or all(isinstance(step, TALK) for step in program.steps) else plain(program)


def _exact(outcome: Outcome) -> bool:
    return outcome.text == outcome.recording.said


def _wer(outcomes: Sequence[Outcome]) -> float:
    words = sum(len(o.recording.said.split()) for o in outcomes)
    return 100 * sum(changes(o.recording.said.split(), o.text.split()) for o in outcomes) / words if words else 0.0


def _sum_s(outcomes: Sequence[Outcome]) -> float:
    return sum(outcome.duration_s for outcome in outcomes)


def _miss(outcome: Outcome) -> Miss | None:
    recording = outcome.recording
    if outcome.program is None if recording.is_no_command else _exact(outcome):
        return None
    said = recording.said or "(not written down)"
    return Miss(recording.path, said, str(wanted(recording)), f"{outcome.text} -> {outcome.program}")


# ---- as the car would ---------------------------------------------------------------------------------------------


def _stops(said: Sequence[object]) -> int:
    return sum(isinstance(message, StopRequest) for message in said)


def deed(said: Sequence[object]) -> tuple[Program | None, Program | None]:
    """What the car would set out to do, and what it would ask a yes for first; neither where it stops or only talks.

    Without the words: "three metres" is as right as "three meters".
    """
    heeding = Heeding()
    asked: Program | None = None
    for message in said:
        if isinstance(message, Heard) and message.final:
            verdict = heeding.heard(message, understand, lambda text: bare_reply(text, lexicon()))
            program = understand(verdict.text).program if verdict.text else None
            if program is not None and not all(isinstance(step, TALK) for step in program.steps):
                if not verdict.asks:
                    return plain(program), None
                asked = asked or plain(program)
    return None, asked
