#!/usr/bin/env python3
"""Writes the figures of docs/extraction.md anew.

    pip install pyyaml; benches/extraction.py target/<triple>/release/talks DATA

DATA holds `extraction/` (folders of pages with a truth file each) and `frontmatter/` (archives of posts). What stands between the
lines `<!-- figures` and `<!-- end -->` of the page is replaced by what the program prints.
"""

import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "extraction.md"


def ran(*command):
    """What a command printed, and the seconds of CPU it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = subprocess.run(command, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return said, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(program, data):
    parts = []
    for name in ("htmldate-default", "readability", "newspaper"):
        said, _ = ran(program, "eval", "extraction", f"{data}/extraction/{name}")
        parts.append(f"$ talks eval extraction {name}\n{said}")
    with tempfile.TemporaryDirectory() as folder:
        pages = f"{data}/extraction/htmldate-default/pages"
        said, seconds = ran(program, "index", pages, "--index", f"{folder}/index")
        files = next(line for line in said.splitlines() if line.startswith("files:"))
        parts.append(f"$ talks index htmldate-default/pages\n{files}\n{seconds:.1f} s of CPU, user and system, all threads\n")
    said, _ = ran(sys.executable, HERE / "frontmatter.py", program, f"{data}/frontmatter")
    parts.append(f"$ benches/frontmatter.py talks frontmatter\n{said}")
    figures = "```text\n" + "\n".join(parts) + "```\n"
    page = PAGE.read_text()
    marks = re.compile(r"(<!-- figures[^\n]*\n).*?(<!-- end -->)", re.S)
    PAGE.write_text(marks.sub(lambda found: found.group(1) + figures + found.group(2), page))


main(*sys.argv[1:])
