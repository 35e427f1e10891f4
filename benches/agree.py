#!/usr/bin/env python3
"""Do our figures agree with the peers'?  agree.py SUMMARY.csv OUT: the summary.csv of a peer, and an output of ours on the
same schools. Compared: minutes taught, and protected minutes as a share of the peers' mean. Their mean is not ours: they
count mentors among the comparable teachers, and PT01a leaves those out and takes the median; so it is shown, not compared."""
import csv
import json
import sys
from collections import Counter
from pathlib import Path

summary, out = Path(sys.argv[1]), Path(sys.argv[2])
peers = {(row["school"], row["staff_id"]): row for row in csv.DictReader(summary.open())}
same, other, seen, means = Counter(), [], set(), []
for path in sorted(out.glob("*/results.json")):
    results = json.loads(path.read_text())
    school, figures = results["school"]["name"], results["figures"]
    rules = {}
    for one in results["assessments"]:
        rules.setdefault(one["subject"], {})[one["rule"]] = one
    for subject, all_rules in rules.items():
        peer = peers.get((school, subject))
        if peer is None:
            continue
        seen.add((school, subject))
        taught = float(figures[all_rules["PT01"]["measured"]]["value"])
        protected = float(figures[all_rules["PT03"]["measured"]]["value"])
        mean = float(peer["peer_mean"])
        for name, ours, theirs in [("taught minutes", taught, float(peer["taught"])),
                                   ("protected share", protected / mean, float(peer["protected_pct"]))]:
            if abs(ours - theirs) < 1e-6 + 5e-7:
                same[name] += 1
            else:
                other.append((school, subject, name, ours, theirs))
    middle = [f for f in figures.values() if f["how"].startswith("median taught by")]
    if middle:
        group = [float(figures[id]["value"]) for id in middle[0]["from"]]
        means.append((school, len(group), sum(group) / len(group), float(middle[0]["value"])))
print(f"{len(seen)} of {len(peers)} teachers found; " + ", ".join(f"{name}: {n} the same" for name, n in same.items()))
for school, n, mean, median in means[:3]:
    theirs = next(float(row["peer_mean"]) for (of, _), row in peers.items() if of == school)
    print(f"school {school}: {n} comparable teachers without mentors, mean {mean:.1f}, median {median:.1f}; the peers' mean {theirs:.1f}")
for line in other[:10]:
    print("not the same:", *line)
sys.exit(bool(other) or len(seen) != len(peers))
