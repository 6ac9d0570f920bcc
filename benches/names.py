#!/usr/bin/env python3
"""Which words of a collection stand for names in other spellings: the list that docs/ranking.md is about.

    benches/names.py target/<triple>/release/talks reuters-21578.jsonl

Indexes the collection in a temporary folder, asks for each of its words in small letters, and prints those that were given
spellings, one a line with what was added, then how many of how many words. Whether they are one name is for people to judge.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def main():
    program, texts = sys.argv[1], Path(sys.argv[2])
    words = set()
    for line in texts.open(encoding="utf-8"):
        record = json.loads(line)
        words.update(re.findall(r"[a-z]+", f"{record.get('title', '')} {record.get('text', '')}".lower()))
    with tempfile.TemporaryDirectory() as temporary:
        index, batch = Path(temporary) / "index", Path(temporary) / "words.tsv"
        subprocess.run([program, "--index", index, "index", texts], check=True, capture_output=True)
        batch.write_text("".join(f"{word}\t{word}\n" for word in sorted(words)))
        command = [program, "--index", index, "query", "--words", "--batch", batch, "--format", "jsonl", "-n", "1"]
        answers = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    expanded = 0
    for line in answers.splitlines():
        answer = json.loads(line)
        for word, spellings in (answer.get("expanded") or {}).items() if answer["type"] == "query" else ():
            print(f"{word}: {' '.join(spellings)}")
            expanded += 1
    print(f"{expanded} of {len(words)} words stand for others")


if __name__ == "__main__":
    main()
