#!/usr/bin/env bash
# Runs every test: C#, browser, JavaScript. Needs the .NET SDK and Node.js; installs everything else from Debian's packages.
# A failed suite does not stop the others. The last line is the total: N passed, N failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# A suite that hangs is stopped, so that the others still run and the total is still printed.
limit=30m
reports=$PWD/TestResults
# The tests start hundreds of processes that live for seconds. Less of their time goes into compiling what runs a few times.
# Nor does each compiled method map its memory twice, once to write and once to run: that is a seventh of the start of a process.
export DOTNET_TieredPGO=0 DOTNET_TC_CallCountThreshold=500 DOTNET_EnableWriteXorExecute=0
passed=0 failed=0 skipped=0

finish() {
  ((passed + failed)) || { echo "test.sh: no test was run" >&2; status=1; }
  ((failed == 0)) || status=1
  local skips=; ((skipped == 0)) || skips=", $skipped skipped"
  echo
  echo "$passed passed, $failed failed$skips"
  exit "${status:-0}"
}

# stop REASON: ends the run and counts one failure.
stop() {
  echo "test.sh: $1" >&2
  failed=$((failed + 1))
  finish
}

# tally SUITE EXIT_CODE [PASSED FAILED SKIPPED]: without counts, the suite died before it could report.
tally() {
  local suite=$1 code=$2 p=${3:-0} f=${4:-0} s=${5:-0}
  if (($# < 5)); then
    echo "test.sh: $suite ended with exit code $code and no report: counted as one failure" >&2
    f=1
  elif ((code != 0 && f == 0 && p + s > 0)); then
    echo "test.sh: $suite reported no failure but ended with exit code $code: counted as one failure" >&2
    f=1
  fi
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
}

install_missing() {
  local missing=() as_root=() log
  [[ -x /usr/bin/chromium-headless-shell ]] || missing+=(chromium-headless-shell)
  local tool
  for tool in redis-server caddy curl; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  command -v bwrap >/dev/null || missing+=(bubblewrap)
  command -v promtool >/dev/null || missing+=(prometheus)
  [[ -x /usr/sbin/nginx ]] || missing+=(nginx-light)
  compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || missing+=(postgresql)
  [[ -x /usr/sbin/pgbouncer ]] || missing+=(pgbouncer)
  ((${#missing[@]})) || return 0

  ((EUID == 0)) || as_root=(sudo)
  command -v apt-get >/dev/null && { ((EUID == 0)) || command -v sudo >/dev/null; } \
    || stop "please install ${missing[*]}; this script can do that only with Debian's apt-get, as root or with sudo"
  echo "Installing ${missing[*]}"
  log=$(mktemp)
  # The tests start their own servers, so the packages' services must not start and take the machine's ports.
  local policy=/usr/sbin/policy-rc.d ours=
  [[ -e $policy ]] || { printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$policy"; ours=1; }
  { "${as_root[@]}" apt-get update -q \
    && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" \
    || { tail -20 "$log" >&2; local failed_to_install=1; }
  [[ -z $ours ]] || "${as_root[@]}" rm -f "$policy"
  rm -f "$log"
  [[ -z ${failed_to_install:-} ]] || stop "could not install ${missing[*]}"
}

csharp() {
  local suite=$1 report=$reports/$1.json code=0 counts
  echo; echo "== $suite"
  timeout -k 30 "$limit" dotnet run --no-build -c Release --project "$suite" -- \
    --progress off --report-xunit-ctrf --report-xunit-ctrf-filename "$suite.json" --results-directory "$reports" || code=$?
  counts=$(node -e '
    const { passed, failed, skipped, pending, other } = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).results.summary;
    console.log(passed, failed + other, skipped + pending);' "$report" 2>/dev/null) || counts=
  # shellcheck disable=SC2086 # three numbers, or none
  tally "$suite" "$code" $counts
}

javascript() {
  local suite=JavaScript report=$reports/JavaScript.tap code=0 counts files
  echo; echo "== $suite"
  # Node.js 20 accepts a folder here and 22 accepts patterns; both accept files.
  mapfile -t files < <(find PriceStream.Tests/Js -name '*.test.js' 2>/dev/null | sort)
  ((${#files[@]})) || { echo "no *.test.js"; return 0; }
  timeout -k 30 "$limit" node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$report" "${files[@]}" || code=$?
  # The summary is last. An earlier line that looks the same is a test's own output.
  counts=$(awk '
    $1 == "#" && NF == 3 { n[$2] = $3 }
    END { if (!("pass" in n)) exit 1; print n["pass"], n["fail"] + n["cancelled"], n["skipped"] + n["todo"] }' \
    "$report" 2>/dev/null) || counts=
  # shellcheck disable=SC2086
  tally "$suite" "$code" $counts
}

for tool in dotnet node npm; do
  command -v "$tool" >/dev/null || stop "$tool was not found: the .NET SDK and Node.js must be installed first"
done
install_missing
rm -rf "$reports" && mkdir -p "$reports" # so that no earlier report is counted
dotnet build -c Release --nologo || stop "the build failed"

csharp PriceStream.Tests
csharp PriceStream.E2E
javascript
finish
