#!/bin/sh
# N schools of the peers' generator through one run on all processors: benches/national.sh PEERS WORK N
# Prints wall, CPU, the peak memory of the largest process and schools a second. The data take 0.5 MB a school and stay in
# WORK. PY and RINGFENCE as for peers.sh.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
peers=$(cd "${1:?PEERS}" && pwd); work=${2:?WORK}; n=${3:?N}; py=${PY:-python3}
ours=${RINGFENCE:-}
if [ -z "$ours" ]; then
  (cd "$here/.." && cargo build --release --quiet)
  ours=$(cd "$here/.." && pwd)/target/release/ringfence
fi
mkdir -p "$work"; cd "$work"
[ -d "d$n" ] || "$py" "$peers/gen.py" "d$n" --schools "$n"
cp "$here/peers.ringfence.toml" "d$n/schools/ringfence.toml"
rm -rf "o$n"
"$py" - "$n" "$ours" report "d$n/schools" --out "o$n" --layouts "$here/layouts" --edition head <<'PY'
import os, subprocess, sys, time
n, command = int(sys.argv[1]), sys.argv[2:]
began = time.perf_counter()
child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
wall, cpu = time.perf_counter() - began, used.ru_utime + used.ru_stime
print(f"{n} schools: {wall:.1f} s wall, {cpu:.1f} s CPU, {n / wall:.1f} schools a second, {cpu / n * 1000:.1f} ms CPU a school, "
      f"largest process {used.ru_maxrss / 1024:.0f} MiB")
sys.exit(os.waitstatus_to_exitcode(status))
PY
