#!/usr/bin/env python3
"""How good the ranking is: every table of docs/ranking.md, from test collections.

    benches/ranking.py target/<triple>/release/talks ../shared/data/retrieval [--ablation]

Indexes each collection (`corpus.jsonl[.gz]`, `queries.jsonl[.gz]`, `qrels.tsv`) in a temporary folder, asks its queries
with `talks eval`, and prints Markdown. Where pytrec_eval is installed, what `talks query --format trec` prints is judged
by it as well, and the largest difference of any query is told.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

# nDCG@10, MAP and R@100 of a plain BM25 (k1 0.9, b 0.4, Porter stems, 33 stop words), where they are known.
REFERENCE = {
    "time": (0.6577, 0.5900, 0.9618),
    "scifact": (0.6780, 0.6392, 0.9253),
    "cranfield": (0.3518, 0.2894, 0.7231),
    "npl": (0.4378, 0.2858, 0.6186),
}
MEASURES = ("nDCG@10", "MAP", "R@100")
PARTS = ("title", "bursts", "idf-power", "pairs", "passage")


def find(folder, name):
    """The file, packed or not."""
    return next(path for path in (folder / name, folder / f"{name}.gz") if path.exists())


def talks(program, index, *arguments):
    command = [program, "--index", str(index), *map(str, arguments)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def measured(program, indexes, folder, *options):
    """The measures of each collection."""
    found = {}
    for name, index in indexes.items():
        queries, qrels = find(folder / name, "queries.jsonl"), find(folder / name, "qrels.tsv")
        found[name] = json.loads(talks(program, index, "eval", queries, qrels, "--json", *options))["measures"]
    return found


def ratios(found):
    """The mean over the collections of each measure over the reference."""
    known = [name for name in found if name in REFERENCE]
    of = lambda name, i: found[name][MEASURES[i]] / REFERENCE[name][i]
    return [sum(of(name, i) for name in known) / len(known) for i in range(len(MEASURES))] if known else []


def row(label, found):
    cells = [" / ".join(f"{found[name][measure]:.4f}" for measure in MEASURES) for name in found]
    cells += [" / ".join(f"{ratio:.3f}" for ratio in ratios(found))]
    print(f"| {label} | " + " | ".join(cells) + " |", flush=True)


def agreement(program, index, folder):
    """The largest difference between our measures and those of trec_eval on what we print."""
    import pytrec_eval

    queries, qrels = find(folder, "queries.jsonl"), find(folder, "qrels.tsv")
    judged, run = {}, {}
    for line in open(qrels, encoding="utf-8").read().splitlines()[1:]:
        query, document, grade = line.split("\t")
        judged.setdefault(query, {})[document] = int(grade)
    trec = talks(program, index, "query", "--words", "--batch", queries, "--format", "trec", "-n", 1000)
    for line in trec.splitlines():
        query, _, document, _, score, _ = line.split(" ")
        run.setdefault(query, {})[document] = float(score)
    names = {"nDCG@10": "ndcg_cut_10", "MAP": "map", "R@100": "recall_100", "MRR": "recip_rank", "P@10": "P_10"}
    theirs = pytrec_eval.RelevanceEvaluator(judged, set(names.values())).evaluate(run)
    ours = json.loads(talks(program, index, "eval", queries, qrels, "--json", "--verbose"))["queries"]
    return max(
        abs(query["measures"][ours_name] - theirs.get(query["qid"], {}).get(name, 0.0))
        for query in ours
        for ours_name, name in names.items()
    )


def main():
    program, folder = sys.argv[1], Path(sys.argv[2])
    names = sorted((path.parent.name for path in folder.glob("*/qrels.tsv")), key=lambda n: (n not in REFERENCE, n))
    with tempfile.TemporaryDirectory() as temporary:
        indexes = {name: Path(temporary) / name for name in names}
        for name, index in indexes.items():
            talks(program, index, "index", find(folder / name, "corpus.jsonl"))
        print("nDCG@10 / MAP / R@100; the last column is the mean of the ratios to plain BM25.\n")
        print("| | " + " | ".join(names) + " | ratio |")
        print("|---|" + "---|" * (len(names) + 1))
        known = {name: dict(zip(MEASURES, REFERENCE[name])) for name in names if name in REFERENCE}
        if len(known) == len(names):
            row("plain BM25", known)
        row("`talks eval`", measured(program, indexes, folder))
        row("`talks eval --expand`", measured(program, indexes, folder, "--expand"))
        if "--ablation" in sys.argv:
            for part in PARTS:
                row(f"without {part}", measured(program, indexes, folder, "--without", part))
            everything = [option for part in PARTS for option in ("--without", part)]
            row("without all of these", measured(program, indexes, folder, *everything))
        try:
            worst = max(agreement(program, index, folder / name) for name, index in indexes.items())
            print(f"\nLargest difference from trec_eval, any query, any measure: {worst:.1e}")
        except ImportError:
            print("\nNot compared with trec_eval: pytrec_eval is not installed.")


main()
