#!/usr/bin/env bash
# The two steps of the action beside it: `install` and `build`. What is asked for stands in the environment.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
bin=$RUNNER_TEMP/reportgen-action/bin

# What the PDF needs of the machine; Japanese letters are in no font that a report brings along.
install() {
  local needed=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)
  if [[ -n $WORKSPACE ]] && grep -qsE "^([^#]*[{, ])?locale: *[\"']?ja([^a-z]|$)" "$WORKSPACE"/{,clients/*/}config/report.yaml; then
    needed+=(fonts-noto-cjk)
  fi
  sudo apt-get update -qq
  sudo apt-get install -y -qq --no-install-recommends "${needed[@]}"
  python3 -m venv "${bin%/bin}"
  "$bin/pip" install -q --disable-pip-version-check -c "$here/constraints.txt" "$here"
}

build() {
  local site=$RUNNER_TEMP/site clients=() whose=() period=()
  if [[ -z $WORKSPACE ]]; then
    WORKSPACE=$RUNNER_TEMP/demo
    "$bin/reportgen" demo "$WORKSPACE" --no-build
  fi
  cd -- "$WORKSPACE"
  shopt -s nullglob
  clients=(clients/*/config)
  if [[ -n $CLIENT ]]; then
    whose=("--client=$CLIENT")
  elif ((${#clients[@]})); then
    whose=(--all)
  fi
  [[ -z $MONTH ]] || period+=("--month=$MONTH")
  [[ -z $FROM ]] || period+=("--from=$FROM")
  [[ -z $TO ]] || period+=("--to=$TO")
  echo "site=$site" >>"$GITHUB_OUTPUT"
  "$bin/reportgen" check "${whose[@]}"
  "$bin/reportgen" build "${whose[@]}" "${period[@]}" --out "$site"
}

case ${1:-} in
  install | build) "$1" ;;
  *)
    echo "error: usage: run.sh install|build" >&2
    exit 2
    ;;
esac
