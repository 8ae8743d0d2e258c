#!/usr/bin/env python3
"""Counts how many citations of the general answers (`data/faq/*.toml`) are official.

Official: the state (`*.go.jp`), municipalities (`*.lg.jp` and the older `city.*.jp`, `town.*.jp`, `pref.*.jp`,
`metro.tokyo.jp`), and the public bodies named in BODIES. Health insurance societies, banks, chambers of commerce,
firms and people are not, however well they know the subject. Prints the share, the topics that do not cite an official
source first, and the other hosts by number. Ends with 1 when the share is below AIM or a topic starts with another source.

    python3 tools/citations.py [DATA_FOLDER]
"""

import re
import sys
import tomllib
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

AIM = 0.70
BODIES = {
    "www.kyoukaikenpo.or.jp",  # 全国健康保険協会
    "www.houterasu.or.jp",  # 日本司法支援センター
}
MUNICIPAL = re.compile(r"(^|\.)((city|town|vill|pref)(\.[a-z-]+){1,2}|metro\.tokyo)\.jp$")


def is_official(host: str) -> bool:
    return host.endswith((".go.jp", ".lg.jp")) or host in BODIES or MUNICIPAL.search(host) is not None


def main() -> int:
    data = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "data")
    official, others, unofficial_first = 0, Counter(), []
    for path in sorted((data / "faq").glob("*.toml")):
        hosts = [urlsplit(source["url"]).hostname for source in tomllib.loads(path.read_text("utf-8"))["sources"]]
        official += sum(map(is_official, hosts))
        others.update(host for host in hosts if not is_official(host))
        if not is_official(hosts[0]):
            unofficial_first.append(path.stem)
    total = official + others.total()
    share = official / total
    print(f"official: {official} of {total} citations ({share:.1%}; the aim is {AIM:.0%})")
    print(f"topics that start with another source: {', '.join(unofficial_first) or 'none'}")
    for host, count in sorted(others.items(), key=lambda item: (-item[1], item[0])):
        print(f"{count:3} {host}")
    return 0 if share >= AIM and not unofficial_first else 1


if __name__ == "__main__":
    sys.exit(main())
