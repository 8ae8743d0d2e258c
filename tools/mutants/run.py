#!/usr/bin/env python3
"""Which changes to the rules that matter does no test notice?

    git clone . /tmp/mutants && python3 tools/mutants/run.py /tmp/mutants

cargo-mutants names the changes; it would build the crate anew for each of them, which takes hours. Here all are woven into one
build, each behind a number in the environment (src/main.rs), and the tests of its own room run once for each. Rewrites the sources
in the clone. Takes about a quarter of an hour on two cores, 6 minutes of it compiling. Needs `cargo install cargo-mutants`. Linux.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

# Sources, and the tests that must notice: a test binary and the paths of its tests, none for all.
ROOMS = {
    "src/serve/": [("lib", ["serve::"]), ("serve", [])],
    "src/chat/": [("lib", ["chat::"]), ("chat", []), ("serve", []), ("talk", [])],
    "src/discord/retry.rs": [("lib", ["discord::"])],
    "src/discord/closed.rs": [("lib", ["discord::"])],
    "src/discord/limiter.rs": [("lib", ["discord::"]), ("gateway", ["limits::", "posts::"])],
    "src/front/gateway/supervise.rs": [("lib", ["gateway::supervise"])],
    "src/profile/lookup/mod.rs": [("lib", ["lookup::"]), ("lookup", [])],
    "src/view/limits.rs": [("lib", ["view::limits"])],
    "src/app/cooldown.rs": [("lib", ["app::cooldown"])],
    "src/faq/decide.rs": [("lib", ["faq::"]), ("questions", []), ("talk", [])],
}
SWITCH = """
/// Whether the mutant with this number is switched on.
pub(crate) fn mutant(number: u32) -> bool {
    static ACTIVE: std::sync::LazyLock<Option<u32>> =
        std::sync::LazyLock::new(|| std::env::var("MUTANT").ok()?.parse().ok());
    *ACTIVE == Some(number)
}
"""
SECONDS = 120

here = pathlib.Path(__file__).parent
clone = pathlib.Path(sys.argv[1])
environment = dict(os.environ, INSTA_UPDATE="no", RUST_BACKTRACE="0", CARGO_MANIFEST_DIR=str(clone))


def room(file):
    return next(tests for path, tests in ROOMS.items() if file.startswith(path))


def cargo(*arguments):
    done = subprocess.run(["cargo", *arguments], cwd=clone, env=environment, stdout=subprocess.PIPE, text=True)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def listed():
    files = [argument for path in ROOMS for argument in ("-f", path + "*.rs" if path.endswith("/") else path)]
    command = ["cargo", "mutants", "--list", "--json", *files]
    text = subprocess.run(command, cwd=clone, check=True, stdout=subprocess.PIPE, text=True).stdout
    (clone / "mutants.json").write_text(text)
    return json.loads(text)


def weave(dropped):
    """Weaves all but the dropped, and returns what was woven and what of it does not compile."""
    subprocess.run(["git", "checkout", "-q", "src"], cwd=clone, check=True)
    (clone / "dropped.txt").write_text("\n".join(map(str, dropped)))
    tool = ["cargo", "run", "-q", "--manifest-path", str(here / "Cargo.toml"), "--"]
    arguments = [str(clone / "mutants.json"), str(clone), str(clone / "dropped.txt")]
    woven = subprocess.run(tool + arguments, check=True, stdout=subprocess.PIPE, text=True).stdout
    with open(clone / "src/lib.rs", "a") as library:
        library.write(SWITCH)
    faulty = set()
    for message in cargo("check", "--lib", "--message-format=json"):
        message = message.get("message", {})
        for span in message.get("spans", []) if message.get("level") == "error" else []:
            if span["is_primary"]:
                lines = (clone / span["file_name"]).read_text().split("\n")[: span["line_start"]]
                faulty.add(int(re.findall(r"mutant\((\d+)u32\)", "\n".join(lines))[-1]))
    return [int(number) for number in woven.split()], faulty


def binaries():
    names = {name for tests in ROOMS.values() for name, _ in tests} - {"lib"}
    tests = [argument for name in names for argument in ("--test", name)]
    found = {}
    for line in cargo("test", "--no-run", "--message-format=json", "--lib", *tests):
        if line.get("executable") and line["profile"]["test"]:
            found["lib" if "lib" in line["target"]["kind"] else line["target"]["name"]] = line["executable"]
    return found


def verdict(programs, file, number):
    for program, filters in room(file):
        command, quiet = [programs[program], *filters], subprocess.DEVNULL
        chosen = dict(environment, MUTANT=str(number))
        try:
            if subprocess.run(command, cwd=clone, env=chosen, stdout=quiet, stderr=quiet, timeout=SECONDS).returncode:
                return "caught"
        except subprocess.TimeoutExpired:
            return "caught"
    return "missed"


mutants, dropped = listed(), set()
while True:
    woven, faulty = weave(sorted(dropped))
    if not faulty:
        break
    dropped |= faulty
programs, count = binaries(), collections.Counter()
for path in ROOMS:
    assert verdict(programs, path, 0) == "missed", f"the tests for {path} fail as they are"
with concurrent.futures.ThreadPoolExecutor(os.cpu_count() + 1) as pool:
    chosen = [mutants[number - 1] for number in woven]
    verdicts = pool.map(lambda number, mutant: verdict(programs, mutant["file"], number), woven, chosen)
    for mutant, found in zip(chosen, verdicts):
        count[found] += 1
        if found == "missed":
            print(mutant["name"], flush=True)
total = sum(count.values())
print(f"{count['caught']} of {total} caught ({count['caught'] / total:.0%}); {len(mutants) - total} were not tried")
