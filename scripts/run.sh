#!/usr/bin/env bash
# Takes letters in and shows what the register then knows: the letters, one lineage, open tasks.
#
#   bash scripts/run.sh PATH…
#
# The register lies in build/register, or where CONGVAN_HOME says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CONGVAN_HOME="${CONGVAN_HOME:-$PWD/build/register}"
readonly CONGVAN=".venv/bin/congvan"
# Tasks without a deadline stand last: the first rows are those that somebody should look at.
readonly MOST_LETTERS=20 MOST_TASKS=8

title() { printf '\n── %s ──\n\n' "$*"; }

most_cited() { # the address of the document that most letters cite; nothing in an empty register
    "$CONGVAN" hubs --limit 1 --json \
        | .venv/bin/python -c 'import json, sys; print(*(json.loads(l)["key"] for l in sys.stdin))'
}

title "Tiếp nhận · intake"
code=0
"$CONGVAN" ingest "$@" || code=$? # some files may have failed: the others are shown

title "Sổ văn bản · the register"
"$CONGVAN" letters --limit "$MOST_LETTERS"

hub=$(most_cited)
if [[ -n $hub ]]; then
    title "Những gì dựa trên $hub · what rests on it"
    "$CONGVAN" lineage "$hub" --down
fi

title "Nhiệm vụ · tasks"
"$CONGVAN" tasks --limit "$MOST_TASKS"

printf '\nSổ ở · the register is in: %s\n' "$CONGVAN_HOME"
exit "$code"
