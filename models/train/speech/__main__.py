"""`python -m models.train.speech VERB`: gather and make speech to train on, train, export a Vosk model, evaluate it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from models.train.data import DataError
from robot.errors import SetupError

DATA, CHECKPOINT, MODEL = Path("data/speech"), Path("checkpoints/speech.pt"), Path("models/speech")
NOISES, ROOMS = 500, 200
WEIGHTS = {
    "gsc": 0.6, "gsc-extra": 3.0, "an4": 2.0, "pico": 1.0, "wake": 1.0, "gsc-sil": 0.1, "espeak": 2.2, "flite": 1.6,
    "alone": 2.0, "built": 3.2, "built-alone": 2.0,
}  # fmt: skip


def main() -> int:
    """Exit status: 0 done, 2 not possible, which is told."""
    parser = argparse.ArgumentParser(prog="python -m models.train.speech", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    gather = verbs.add_parser("gather", help="people's recordings, without the speakers that the model is judged by")
    gather.add_argument("--manifest", type=Path, required=True, help="recordings with aligned sounds, one JSON object a line")
    gather.add_argument("--judges", type=Path, required=True, help="the manifest of the recordings that are kept for judging")
    synthesize = verbs.add_parser("synthesize", help="made-up sentences by espeak-ng and flite")
    synthesize.add_argument("--espeak", type=int, default=4500)
    synthesize.add_argument("--flite", type=int, default=1000)
    synthesize.add_argument("--alone", type=int, default=4000, help="single words and bare commands, three in ten by flite")
    narrate = verbs.add_parser("narrate", help="made-up sentences and words by RHVoice, SVOX Pico and festival")
    narrate.add_argument("--sentences", type=int, default=3600)
    narrate.add_argument("--alone", type=int, default=2400, help="single words and bare commands")
    narrate.add_argument("--model", type=Path, default=MODEL, help="a model of ours, which tells when each sound is made")
    surroundings = verbs.add_parser("surroundings", help="pools of noises and rooms")
    train = verbs.add_parser("train", help="train; goes on from the checkpoint if there is one")
    train.add_argument("--minutes", type=float, default=40.0, help="of computing, waiting for others not counted")
    train.add_argument("--threads", type=int, default=1)
    train.add_argument("--width", type=int, default=256, help="of each layer; a narrower checkpoint is widened")
    train.add_argument("--batch", type=int, default=32)
    train.add_argument("--rate", type=float, default=2e-3, help="of learning, at the beginning; falls to a fiftieth")
    train.add_argument("--start", type=Path, metavar="FOLDER", help="without a checkpoint, begin with this model of ours")
    export = verbs.add_parser("export", help="write a model folder for Vosk")
    export.add_argument("--out", type=Path, default=MODEL)
    export.add_argument("--unknown-cost", type=float, default=0.0, help="of [unk], in nats")
    export.add_argument("--word-cost", type=float, default=0.5, help="of every word")
    export.add_argument("--sound-cost", type=float, default=-0.6, help="of each sound of [unk]")
    export.add_argument("--before", type=Path, metavar="FOLDER", help="the mean of the weights and those of this model")
    for verb in (gather, synthesize, narrate, surroundings, train):
        verb.add_argument("--data", type=Path, default=DATA)
    for verb in (train, export):
        verb.add_argument("--checkpoint", type=Path, default=CHECKPOINT)
    evaluate = verbs.add_parser("evaluate", help="what the model hears of recordings of people it never heard")
    evaluate.add_argument("manifest", type=Path)
    evaluate.add_argument("--model", type=Path, default=MODEL)
    evaluate.add_argument("--every", type=int, default=1, help="only every so many recordings")
    evaluate.add_argument("--an4", type=Path, help="manifest of AN4's training recordings, whose texts are the grammar for AN4")
    evaluate.add_argument("--unknown", type=int, default=1, help="how often [unk] stands in the commands' grammar")
    evaluate.add_argument("--spoken", type=int, default=0, help="so many made-up sentences in voices never heard as well")
    asked = parser.parse_args()
    try:
        _VERBS[asked.verb](asked)
    except (SetupError, DataError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _gather(asked: argparse.Namespace) -> None:
    from models.train.speech.people import gather

    gather(asked.manifest, asked.judges, asked.data / "people")


def _synthesize(asked: argparse.Namespace) -> None:
    from models.train.speech.synthesis import ALONE, synthesize

    synthesize(asked.data / "espeak", asked.espeak, 0.0, 1)
    synthesize(asked.data / "flite", asked.flite, 1.0, 2)
    synthesize(asked.data / ALONE, asked.alone, 0.3, 7, ALONE)


def _narrate(asked: argparse.Namespace) -> None:
    from models.train.speech.synthesis import narrate

    for name, count, seed in (("built", asked.sentences, 5), ("built-alone", asked.alone, 6)):
        refused = narrate(asked.data / name, count, asked.model, seed, words=name == "built-alone")
        print(f"{name}: {refused} of {count} were said otherwise than they are written")


def _surroundings(asked: argparse.Namespace) -> None:
    from models.train.speech.corpus import Corpus
    from models.train.speech.surroundings import make_noises, make_rooms

    make_rooms(asked.data, ROOMS, 3)
    make_noises(asked.data, Corpus(asked.data / "people"), NOISES, 4)


def _train(asked: argparse.Namespace) -> None:
    import torch

    from models.train.speech.learn import learn
    from models.train.speech.train import Plan

    torch.set_num_threads(asked.threads)
    plan = Plan(minutes=asked.minutes, width=asked.width, batch=asked.batch, rate=asked.rate)
    learn(asked.data, asked.checkpoint, WEIGHTS, plan, asked.start)


def _export(asked: argparse.Namespace) -> None:
    from models.train.speech.export import export

    costs = {"word_cost": asked.word_cost, "unknown_cost": asked.unknown_cost, "sound_cost": asked.sound_cost}
    export(asked.checkpoint, asked.out, asked.before, **costs)
    files = [file for file in asked.out.rglob("*") if file.is_file()]
    print(f"{asked.out}: {sum(file.stat().st_size for file in files) / 1e6:.2f} MB in {len(files)} files")


def _evaluate(asked: argparse.Namespace) -> None:
    from models.train.speech import spoken
    from models.train.speech.evaluate import SPELLED, an4_grammar, load, rows, table

    model = load(asked.model)
    spelling = an4_grammar(asked.an4) if asked.an4 else SPELLED
    print(table(rows(model, asked.manifest, asked.every, spelling, asked.unknown)))
    if asked.spoken:
        print(table(spoken.rows(model, asked.spoken)))


_VERBS = {
    "gather": _gather,
    "synthesize": _synthesize,
    "narrate": _narrate,
    "surroundings": _surroundings,
    "train": _train,
    "export": _export,
    "evaluate": _evaluate,
}

if __name__ == "__main__":
    sys.exit(main())
