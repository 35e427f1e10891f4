#!/bin/sh
# N schools of the peers' generator through one run on all processors: benches/national.sh PEERS WORK N [OPTION...]
# Prints CPU and wall, milliseconds a school, and the peak memory of the run itself and of its largest worker. Up to 100
# schools are generated; beyond that the same ones stand there again under other numbers, which takes no room and no less
# work. The data stay in WORK. PY and RINGFENCE as for peers.sh; OPTIONs go to `report`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
peers=$(cd "${1:?PEERS}" && pwd); work=${2:?WORK}; n=${3:?N}; shift 3; py=${PY:-python3}
ours=${RINGFENCE:-}
if [ -z "$ours" ]; then
  (cd "$here/.." && cargo build --release --locked --quiet)
  ours=$(cd "$here/.." && pwd)/target/release/ringfence
fi
mkdir -p "$work"; cd "$work"
most=100; [ "$n" -ge $most ] || most=$n
[ -d "made$most" ] || "$py" "$peers/gen.py" "made$most" --schools $most
if [ ! -d "d$n" ]; then
  mkdir "d$n"
  school=1
  while [ "$school" -le "$n" ]; do
    cp -al "made$most/schools/$(printf %05d $(((school - 1) % most + 1)))" "d$n/$(printf %05d "$school")"
    school=$((school + 1))
  done
fi
cp "$here/peers.ringfence.toml" "d$n/ringfence.toml"
"$py" "$here/timed.py" "$n" "$ours" report "d$n" --out "o$n" --layouts "$here/layouts" --edition head "$@"
