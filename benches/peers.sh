#!/bin/sh
# The peers and ringfence in turn on the same files, read unchanged through the layouts beside this script; prints a table
# of medians whose last column is the ratio to ringfence, and whether the figures agree.
#
#   benches/peers.sh PEERS WORK [ROUNDS] [SCHOOLS...]
#
# PEERS is the folder with gen.py, bench.py and the peers; WORK takes the data and the outputs. PY is a python3 with
# XlsxWriter, Jinja2, python-calamine, pandas, openpyxl, polars, fastexcel, duckdb (a peer whose libraries are missing is
# left out, and it is said). Ours is built first; RINGFENCE names another program to time instead.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
peers=$(cd "${1:?PEERS}" && pwd); work=${2:?WORK}; rounds=${3:-5}; py=${PY:-python3}
if [ $# -gt 3 ]; then shift 3; sizes=$*; else sizes="1 20"; fi
ours=${RINGFENCE:-}
if [ -z "$ours" ]; then
  (cd "$here/.." && cargo build --release --quiet)
  ours=$(cd "$here/.." && pwd)/target/release/ringfence
fi
mkdir -p "$work/o"; cd "$work"
has() { "$py" -c "import $1" 2>/dev/null || { echo "left out, as $py lacks one of its libraries: $2"; false; }; }
for n in $sizes; do
  [ -d "d$n" ] || "$py" "$peers/gen.py" "d$n" --schools "$n" --csv
  # The same files by another name: the peers take every entry of the folder for a school, so what says the term and the
  # calendar cannot lie there, and what is there twice, as CSV and as a workbook, is read once.
  if [ ! -d "ours$n" ]; then
    for school in "d$n"/schools/*; do
      mkdir -p "ours$n/$(basename "$school")"
      ln "$school/staff.xlsx" "$school/timetable.xlsx" "$school/sessions.csv" "ours$n/$(basename "$school")/"
    done
  fi
  cp "$here/peers.ringfence.toml" "ours$n/ringfence.toml"
  echo "## $n schools, one job: wall, CPU and peak memory; the last column is the ratio to ringfence, head"
  run() { echo "sh -c 'rm -rf o/$1 && exec $ours report ours$n --out o/$1 --layouts $here/layouts --jobs 1 $2'"; }
  set --
  if has pandas,openpyxl,xlsxwriter,jinja2 "pandas + openpyxl"; then
    set -- "$@" "pandas + openpyxl=$py $peers/peer_pandas.py d$n o/pandas --jobs 1"
  fi
  if has polars,fastexcel "polars + XlsxWriter"; then
    set -- "$@" "polars + XlsxWriter=$py $peers/peer_polars.py d$n o/polars --jobs 1"
  fi
  if has duckdb "duckdb, CSV in"; then
    set -- "$@" "duckdb, CSV in=$py $peers/peer_duckdb.py d$n o/duckdb --jobs 1"
  fi
  has python_calamine "lean python" || exit 1
  "$py" "$peers/bench.py" -n "$rounds" "$@" \
    "lean python=$py $peers/peer_lean.py d$n o/lean --jobs 1" \
    "ringfence, all editions=$(run all '')" \
    "ringfence check=sh -c '$ours check ours$n --layouts $here/layouts --jobs 1 >o/check.txt || test \$? = 3'" \
    "ringfence, head=$(run head '--edition head')"
  "$py" "$here/agree.py" o/lean/summary.csv o/head
done
