#!/usr/bin/env python3
"""Draw claims of the data for a sceptical reader to check against the law and the agencies.

    python3 tools/draw-claims.py SEED [--data data]

A claim is one answer, one [[legal]] point, one dated figure, one income table (bases and sources), or one
contact of referrals.toml. Each kind is sorted by id and sampled with random.Random(SEED), so the same seed on the
same data draws the same claims. Prints one block a claim: its id, the sources it rests on, its text.

Non-goals: it judges nothing, and it does not fill in {fig:ID}; `fukugyo say` shows an answer as a person sees it.
"""

import argparse
import random
import tomllib
from pathlib import Path

# How many claims of each kind; 60 in all.
SIZES = {"general": 34, "job": 8, "legal": 8, "figure": 6, "income": 2, "referral": 2}


def load(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def cite(source):
    year = f" ({source['year']})" if "year" in source else ""
    return f"{source['publisher']} {source['url']}{year}"


def answers(entries, sources):
    return {e["id"]: (e["question"], [e["answer"], *sources]) for e in entries}


def claims(data):
    """Every claim of the data, by kind: {kind: {id: (title, lines)}}."""
    found = {kind: {} for kind in SIZES}
    for path in data.glob("faq/*.toml"):
        topic = load(path)
        sources = [cite(s) for s in topic["sources"]]
        if "unsettled" in topic:
            sources.insert(0, "unsettled: " + topic["unsettled"])
        found["general"] |= answers(topic["faq"], sources)
    for path in data.glob("profiles/*.toml"):
        job = load(path)
        slug, income = job["slug"], job["income"]
        found["job"] |= answers(job.get("faq", []), [])
        for number, legal in enumerate(job.get("legal", []), 1):
            found["legal"][f"{slug} legal {number:02}"] = (legal["law"], [legal["point"], legal.get("url", "-")])
        lines = [income.get("typical", "-")]
        lines += [f"{b['name']} {b['hourly']} x {b['hours_per_day']}h: {b['basis']}" for b in income["bands"]]
        lines += [f"{cite(s)}: {s.get('note', '-')}" for s in income["sources"]]
        found["income"][f"{slug} income"] = (job["name"], lines)
    for figure in load(data / "figures.toml")["figure"]:
        lines = [
            f"{v['value']}{figure['unit']} {v['from']}..{v.get('to', '')} {cite(v['source'])} {v.get('note', '')}"
            for v in figure["values"]
        ]
        found["figure"][figure["id"]] = (figure["label"], lines)
    contacts = load(data / "referrals.toml")
    for kind in ("crisis", "fraud"):
        for c in contacts[kind]:
            found["referral"][f"{kind} {c['name']}"] = (c["name"], [f"{c['number']} {c['hours']}", cite(c["source"])])
    for c in contacts["referral"]:
        found["referral"][f"referral {c['subject']}"] = (c["subject"], [c["who"], c["how"], cite(c["source"])])
    return found


def main():
    parser = argparse.ArgumentParser(description="Draw claims of the data for a reader to check.")
    parser.add_argument("seed", type=int)
    parser.add_argument("--data", type=Path, default=Path("data"))
    args = parser.parse_args()
    draw, found = random.Random(args.seed), claims(args.data)
    for kind, size in SIZES.items():
        ids = sorted(found[kind])
        print(f"# {kind}: {size} of {len(ids)}")
        for name in sorted(draw.sample(ids, size)):
            title, lines = found[kind][name]
            print(f"\n## {name}: {title}", *lines, sep="\n")
        print()


if __name__ == "__main__":
    main()
