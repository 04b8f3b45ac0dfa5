# shellcheck shell=bash
# What the scripts share: clear ends, and no guessing of where they work.
# Exit codes: 0 done, 1 a check failed, 2 wrong use, 3 something needed is missing, 4 the cluster or the portal refused.

fail() {
  printf '%s: %s\n' "${0##*/}" "$2" >&2
  exit "$1"
}

need() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 || fail 3 "$program is not installed, and is needed."
  done
}

# The context must be named: the current one of a laptop is the wrong one once too often.
use_context() {
  [ -n "$CONTEXT" ] || fail 2 'Name the Kubernetes context: --context NAME (kubectl config get-contexts).'
  kubectl config get-contexts "$CONTEXT" >/dev/null 2>&1 || fail 3 "There is no context \"$CONTEXT\" in this kubeconfig."
}

k() {
  kubectl --context "$CONTEXT" --namespace "$NAMESPACE" "$@"
}

use_namespace() {
  local answer
  if ! answer=$(kubectl --context "$CONTEXT" get namespace "$NAMESPACE" -o name 2>&1); then
    case $answer in
      *NotFound*) fail 3 "There is no namespace \"$NAMESPACE\" in $CONTEXT." ;;
      *) fail 4 "$CONTEXT does not answer: ${answer##*$'\n'}" ;;
    esac
  fi
}

use_cluster() {
  local answer
  if ! answer=$(k get clusters.postgresql.cnpg.io "$CLUSTER" -o name 2>&1); then
    case $answer in
      *NotFound*) fail 3 "There is no CNPG cluster \"$CLUSTER\" in $NAMESPACE." ;;
      *"doesn't have a resource type"*) fail 3 "CloudNativePG is not installed in $CONTEXT." ;;
      *) fail 4 "$CONTEXT does not answer: ${answer##*$'\n'}" ;;
    esac
  fi
}

value_of() {
  if [ $# -lt 2 ] || [ -z "$2" ]; then fail 2 "$1 wants a value; see --help."; fi
  printf '%s' "$2"
}

use_portal() {
  [ -n "${BACKSTAGE_URL:-}" ] || fail 2 'BACKSTAGE_URL is not set: where is the portal?'
  [ -n "${BACKSTAGE_TOKEN:-}" ] || fail 2 'BACKSTAGE_TOKEN is not set.'
}

# portal PATH [BODY]: what the plugin answers, as JSON; an error ends the script in the portal's words.
portal() {
  local answer problem data=()
  [ $# -lt 2 ] || data=(--header 'content-type: application/json' --data "$2")
  # The token goes through a file descriptor: arguments can be read by everyone on the machine.
  if ! answer=$(curl --silent --show-error --max-time 60 --config <(printf 'header = "authorization: Bearer %s"\n' "$BACKSTAGE_TOKEN") \
    ${data[@]+"${data[@]}"} "${BACKSTAGE_URL%/}/api/cnpg$1" 2>&1); then
    fail 4 "The portal does not answer: $answer"
  fi
  problem=$(jq -r 'if .error then .error.message else "" end' <<<"$answer" 2>/dev/null) || fail 4 'The portal answered with something that is no JSON.'
  [ -z "$problem" ] || fail 4 "$problem"
  printf '%s' "$answer"
}

# Of an answer with findings: what blocks, in one line; nothing where nothing does.
blocking() {
  jq -r '[.findings[]? | select(.severity == "error") | "\(.path): \(.message)"] | join("; ")' <<<"$1"
}
