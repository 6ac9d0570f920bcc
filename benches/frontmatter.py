#!/usr/bin/env python3
"""Compares title and date of every post with header block, as `talks read` has them, with PyYAML and a TOML reader.

    pip install pyyaml; benches/frontmatter.py target/<triple>/debug/talks FOLDER

FOLDER holds archives of posts, a folder each. A block between `---` is YAML, between `+++` TOML, and lines `Key: value` above
the first blank line are read as such lines. Prints a line an archive, then each file that differs or is malformed.
"""

import datetime
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml


def block(text):
    """The kind of a header block and its inside."""
    text = text.removeprefix("\ufeff").lstrip()
    for fence, kind in (("---", "yaml"), ("+++", "toml")):
        found = re.match(re.escape(fence) + r"[ \t]*\r?\n(.*?)^" + re.escape(fence) + r"[ \t]*\r?$", text, re.S | re.M)
        if found:
            return kind, found.group(1)
    lines = []
    for line in text.splitlines():
        if not re.match(r"[A-Za-z][\w -]*:", line):
            break
        lines.append(line)
    return ("lines", "\n".join(lines)) if lines else (None, "")


def fields(kind, inside):
    if kind == "yaml":
        return yaml.safe_load(inside) or {}
    if kind == "toml":
        return tomllib.loads(inside)
    pairs = (line.split(":", 1) for line in inside.splitlines())
    return {key.strip().lower(): value.strip() for key, value in pairs}


def moment(value):
    """A date as (day, time or None, moment in UTC or None); a text is read as ISO 8601."""
    if isinstance(value, str):
        text = re.sub(r"^(\d{4}-\d\d?)-(\d)(?!\d)", r"\1-0\2", value.strip())
        text = re.sub(r"\s+([+-])", r"\1", text)
        text = re.sub(r"([+-])(\d)$", r"\g<1>0\2:00", text)
        text = re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text)
        text = re.sub(r"([ T])(\d):", r"\g<1>0\2:", text)
        is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
        value = datetime.date.fromisoformat(text) if is_day else datetime.datetime.fromisoformat(text)
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc) if value.tzinfo else None
        return None if utc else value.date(), value.time().replace(microsecond=0), utc and utc.replace(microsecond=0)
    return value, None, None


def same_date(theirs, ours):
    if theirs is None or ours is None:
        return theirs is None and ours is None
    day, clock, utc = moment(theirs)
    our_day, our_clock, our_utc = moment(ours)
    return utc == our_utc if utc or our_utc else (day, clock) == (our_day, our_clock)


def main(program, folder):
    listed = []
    for archive in sorted(path for path in Path(folder).iterdir() if path.is_dir()):
        read = subprocess.run([program, "read", archive, "--format", "jsonl"], capture_output=True, text=True).stdout
        items = {}
        for line in read.splitlines():
            item = json.loads(line)
            items.setdefault(item["path"], item)
        count = dict.fromkeys(("files", "blocks", "title", "date", "malformed", "skips"), 0)
        for path in sorted(p for p in archive.rglob("*") if p.is_file()):
            count["files"] += 1
            name = f"{archive.name}/{path.relative_to(archive)}"
            item = items.get(str(path))
            if item is None or item["type"] == "skip":
                count["skips"] += 1
                listed.append(f"{name}: skipped, {item['reason'] if item else 'not seen'}")
                continue
            ours = {key: (item.get(key) or {}).get("value") for key in ("title", "date")}
            how = {key: (item.get(key) or {}).get("method") for key in ("title", "date")}
            made = f"title {ours.get('title')!r} ({how.get('title')}), date {ours.get('date')} ({how.get('date')})"
            kind, inside = block(path.read_bytes().decode("utf-8", "replace"))
            if kind is None:
                listed.append(f"{name}: no header block: {made}")
                continue
            count["blocks"] += 1
            try:
                theirs = fields(kind, inside)
            except (yaml.YAMLError, tomllib.TOMLDecodeError) as error:
                count["malformed"] += 1
                listed.append(f"{name}: malformed, {str(error).splitlines()[0]}: {made}")
                continue
            title = theirs.get("title")
            folded = " ".join(str(title).split()) if title is not None else None
            if folded == ours["title"] or not folded and how["title"] != "front-matter":
                count["title"] += 1
            else:
                listed.append(f"{name}: title {folded!r}: {made}")
            date = theirs.get("date")
            found = ours["date"] if how["date"] == "front-matter" else None
            try:
                equal = same_date(date or None, found)
            except ValueError:
                equal = False
            if equal:
                count["date"] += 1
            else:
                listed.append(f"{name}: date {date!r}: {made}")
        print(archive.name + ": " + ", ".join(f"{value} {key}" for key, value in count.items()))
    print(*listed, sep="\n")


main(*sys.argv[1:])
