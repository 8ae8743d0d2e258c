#!/usr/bin/env python3
"""Lists every claim of the data, or draws a sample of them for a sceptical reader.

A claim is something a reader can check against the world: a general answer (data/faq), a job's answer,
a legal point, one value of a figure, an income source or the basis of an income band, or a referral.

Usage: tools/draw-claims.py [--data data] [--list] SEED
The same data and seed always draw the same claims. Needs Python 3.11 and nothing else.
"""

import argparse
import random
import tomllib
from pathlib import Path

# How many claims of each kind make up a reading. General answers are asked most and change most often.
SAMPLE = {"general": 34, "job": 8, "legal": 8, "figure": 6, "income": 2, "referral": 2}


def load(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def claims(data):
    """Returns {kind: sorted [(id, text)]}."""
    found = {kind: [] for kind in SAMPLE}
    for path in sorted((data / "faq").glob("*.toml")):
        for faq in load(path)["faq"]:
            found["general"].append((faq["id"], faq["question"] + " → " + faq["answer"]))
    for path in sorted((data / "profiles").glob("*.toml")):
        job = load(path)
        slug = job["slug"]
        for faq in job["faq"]:
            found["job"].append((faq["id"], faq["question"] + " → " + faq["answer"]))
        for number, legal in enumerate(job.get("legal", []), 1):
            text = f"{legal['law']}: {legal['point']} {legal.get('url', '(no url)')}"
            found["legal"].append((f"{slug}/legal-{number}", text))
        for number, source in enumerate(job["income"]["sources"], 1):
            text = f"{source['publisher']} {source.get('year', '')} {source['url']}: {source['note']}"
            found["income"].append((f"{slug}/source-{number}", text))
        for number, band in enumerate(job["income"]["bands"], 1):
            text = f"{band['name']} {band['hourly']}: {band['basis']}"
            found["income"].append((f"{slug}/band-{number}", text))
    for figure in load(data / "figures.toml")["figure"]:
        for value in figure["values"]:
            period = f"{value['from']}..{value.get('to', '')}"
            text = f"{figure['label']} = {value['value']}{figure['unit']} {period} {value['source']['url']}"
            found["figure"].append((f"{figure['id']}@{value['from']}", text))
    for kind, entries in load(data / "referrals.toml").items():
        if not isinstance(entries, list):
            continue
        for entry in entries:
            name = entry.get("name") or entry.get("subject")
            contact = entry.get("number") or f"{entry.get('who', '')}: {entry.get('how', '')}"
            found["referral"].append((f"{kind}/{name}", f"{contact} {entry.get('hours', '')}"))
    return {kind: sorted(items) for kind, items in found.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--list", action="store_true", help="print every claim, not a sample")
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    for kind, items in claims(arguments.data).items():
        chosen = items if arguments.list else sorted(draw.sample(items, min(SAMPLE[kind], len(items))))
        print(f"## {kind}: {len(chosen)} of {len(items)}")
        for name, text in chosen:
            print(f"{name}\t{text}")


if __name__ == "__main__":
    main()
