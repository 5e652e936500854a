#!/usr/bin/env bash
# What the jobs of .github/workflows/report.yml share. Run from the workspace's top:
#
#   reportgen.sh install   install reportgen as .github/reportgen-requirements.txt pins it, and what the PDF needs
#   reportgen.sh who       say whose report is meant, as a word for reportgen: $CLIENT, else every client where there are some
#   reportgen.sh fetch     lay the archive (the branch reportgen-archive) over the workspace; where there is no such branch it begins
#   reportgen.sh keep      commit what has changed in the archive, and push it
#
# The archive is site/ with every edition, and the ledger of sending: deliveries.jsonl, or one a client. Its git folder is its own, outside
# the workspace. The token stands in the environment alone (REPORTGEN_TOKEN): in no address, no argument and no file.
set -euo pipefail
shopt -s nullglob

branch=reportgen-archive
origin=${GITHUB_SERVER_URL:-}/${GITHUB_REPOSITORY:-}.git

fail() {
  echo "::error::$2"
  echo "error: $2" >&2
  exit "$1"
}

# What the PDF needs of the machine; Japanese letters are in no font that a report brings along.
install() {
  local needed=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0) settings=(config/report.yaml clients/*/config/report.yaml)
  if grep -qsE "^([^#]*[{, ])?locale: *[\"']?ja([^a-z]|$)" "${settings[@]}"; then
    needed+=(fonts-noto-cjk)
  fi
  sudo apt-get update -qq
  sudo apt-get install -y -qq --no-install-recommends "${needed[@]}"
  python3 -m venv "$RUNNER_TEMP/reportgen"
  "$RUNNER_TEMP/reportgen/bin/pip" install -q --disable-pip-version-check -r .github/reportgen-requirements.txt
  echo "$RUNNER_TEMP/reportgen/bin" >>"$GITHUB_PATH"
}

who() {
  local clients=(clients/*/config) who=''
  if [[ -n ${CLIENT:-} ]]; then
    [[ $CLIENT =~ ^[^/[:cntrl:]]+$ && -d clients/$CLIENT/config ]] || fail 2 'there is no such client; a client is a folder in clients/'
    who=--client=$CLIENT
  elif ((${#clients[@]})); then
    who=--all
  fi
  echo "who=$who" >>"$GITHUB_OUTPUT"
}

# git on the archive: the token for this server alone, and every byte as it is.
archive() {
  GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="http.$GITHUB_SERVER_URL/.extraheader" \
    GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$REPORTGEN_TOKEN" | base64 -w0)" \
    GIT_TERMINAL_PROMPT=0 git --git-dir="$RUNNER_TEMP/reportgen-archive.git" --work-tree=. -c core.autocrlf=false "$@"
}

# The commit that the branch is at on the server; nothing where there is no branch.
there() {
  archive ls-remote "$origin" "refs/heads/$branch" | cut -f1
}

# The commit of the branch that this machine knows to be on the server.
known() {
  archive rev-parse -q --verify refs/kept || true
}

fetch() {
  local found path
  archive init -q --initial-branch="$branch"
  echo '* -text -filter -ident -working-tree-encoding' >"$RUNNER_TEMP/reportgen-archive.git/info/attributes"
  found=$(there)
  if [[ -z $found ]]; then
    echo "no branch $branch yet: the archive begins with this run"
    return
  fi
  for path in site deliveries.jsonl clients/*/deliveries.jsonl; do
    [[ ! -e $path ]] || fail 6 "${path##*/} is on this branch too, but the archive is on $branch: remove it here (git rm -r)"
  done
  archive fetch -q --depth=1 "$origin" "$found"
  archive update-ref refs/kept "$found"
  archive checkout -q -B "$branch" "$found"
  echo "the archive is at ${found:0:12}"
}

keep() {
  local path wait
  for path in site deliveries.jsonl clients/*/deliveries.jsonl; do
    [[ ! -e $path ]] || archive add -A -f -- "$path"
  done
  if ! archive diff --cached --quiet; then
    archive -c user.name='github-actions[bot]' -c user.email='41898282+github-actions[bot]@users.noreply.github.com' \
      commit -q -m "Keep the reports and the ledger of sending after run ${GITHUB_RUN_ID:-by hand}"
  elif [[ $(archive rev-parse -q --verify HEAD || true) == "$(known)" ]]; then
    echo 'the archive is as it was'
    return
  fi
  for wait in 2 10 0; do
    if archive push -q "$origin" "HEAD:refs/heads/$branch"; then
      archive update-ref refs/kept HEAD
      echo "the archive is kept at $(archive rev-parse --short=12 HEAD)"
      return
    fi
    [[ $(there || known) == "$(known)" ]] || fail 6 "another run has written to $branch meanwhile, so this one is not kept: start it again"
    sleep "$wait"
  done
  fail 6 "$branch cannot be pushed (git says why), so this run is not kept: start it again"
}

case ${1:-} in
  install | who | fetch | keep) "$1" ;;
  *) fail 2 'usage: reportgen.sh install|who|fetch|keep' ;;
esac
