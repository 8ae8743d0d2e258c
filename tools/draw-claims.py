#!/usr/bin/env python3
"""Draw claims of the data for a sceptical reader to check against the law and the agencies.

    python3 tools/draw-claims.py SEED [--data data]
    python3 tools/draw-claims.py --every KIND       # all of a kind (general, job, legal, ...), for a reading by the letter

A claim is one sentence of an answer, of a [[legal]] point, of an income table or of a profile's other text; or one dated figure; or
one contact of referrals.toml. Sentences that only advise (…ください, …ましょう) claim nothing and are left out. Each kind is sorted by
id and sampled with random.Random(SEED), so the same seed on the same data draws the same claims. Prints one block a claim: its id,
the sentence, then the text it stands in and what that rests on: a claim is judged where it stands.

Non-goals: it judges nothing, and it does not fill in {fig:ID}; `fukugyo say` shows an answer as a person sees it.
"""

import argparse
import random
import re
import tomllib
from pathlib import Path

# How many claims of each kind; 60 in all.
SIZES = {"general": 30, "job": 10, "legal": 6, "income": 4, "profile": 4, "figure": 4, "referral": 2}

# Text of a profile that is neither an answer, a legal point nor an income table.
PROFILE_TEXT = ("summary", "score_reasons", "fit", "work", "skills", "ai", "steps", "pitfalls", "services")

# A sentence with its 。, the 。 within （）and 「」 being none.
SENTENCE = re.compile(r"(?:「[^」]*」|（[^）]*）|[^。])+。?")
ADVICE = re.compile(r"(ください|ましょう)。?$")


def load(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def cite(source):
    year = f" ({source['year']})" if "year" in source else ""
    return f"{source['publisher']} {source['url']}{year}"


def sentences(name, title, text, context):
    """The claims of a text: {id: (title, lines)}."""
    claims = [s for s in SENTENCE.findall(text) if not ADVICE.search(s)]
    return {f"{name} #{n}": (title, [f"> {claim}", *context]) for n, claim in enumerate(claims, 1)}


def answers(entries, sources):
    """The claims of answers, each beside its whole answer."""
    found = {}
    for entry in entries:
        found |= sentences(entry["id"], entry["question"], entry["answer"], [entry["answer"], *sources])
    return found


def texts(value):
    """Every text below a value that is a sentence."""
    if isinstance(value, str):
        return [value] if value.endswith("。") else []
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for part in parts for text in texts(part)]


def claims_of_job(job, found):
    """Adds the claims of one profile."""
    slug, name, income = job["slug"], job["name"], job["income"]
    found["job"] |= answers(job.get("faq", []), [])
    for number, legal in enumerate(job.get("legal", []), 1):
        title, context = f"{name}: {legal['law']}", [legal["point"], legal.get("url", "-")]
        found["legal"] |= sentences(f"{slug} legal {number:02}", title, legal["point"], context)
    sources = [f"{cite(s)}: {s.get('note', '-')}" for s in income["sources"]]
    bands = [f"{b['name']} {b['hourly']} x {b['hours_per_day']}h: {b['basis']}" for b in income["bands"]]
    stated = income.get("typical", "") + "".join(b["basis"] for b in income["bands"])
    found["income"] |= sentences(f"{slug} income", name, stated, bands + sources)
    for number, text in enumerate((t for key in PROFILE_TEXT for t in texts(job.get(key, ""))), 1):
        found["profile"] |= sentences(f"{slug} text {number:02}", name, text, [text])


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
        claims_of_job(load(path), found)
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
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("seed", type=int, nargs="?")
    which.add_argument("--every", choices=SIZES)
    parser.add_argument("--data", type=Path, default=Path("data"))
    args = parser.parse_args()
    draw, found = random.Random(args.seed), claims(args.data)
    for kind in [args.every] if args.every else SIZES:
        ids = sorted(found[kind])
        size = len(ids) if args.every else SIZES[kind]
        print(f"# {kind}: {size} of {len(ids)}")
        for name in sorted(draw.sample(ids, size)):
            title, lines = found[kind][name]
            print(f"\n## {name}: {title}", *lines, sep="\n")
        print()


if __name__ == "__main__":
    main()
