#!/usr/bin/env bash
# Starts a pull of a deployed exporter instead of waiting for its schedule, and says where to look.
# Arguments: <resource-group> <function-app>. TIMER_SECONDS (300) bounds the wait until the timer can be started.
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

sync_triggers() {
  local manager
  manager=$(ask_az cloud show --query endpoints.resourceManager)
  ask_patiently "The triggers of $app cannot be synchronised" 'Contributor, or Website Contributor,' rest --method post \
    --url "${manager%/}$app_id/syncfunctiontriggers?api-version=2025-03-01" >/dev/null
}

wait_for_timer() {
  until timer_is_listed; do
    is_before "$deadline" ||
      fail "The timer function collect is not listed: look for the reason under Functions of $app in the Azure portal, publish the package again and run this again."
  done
}

start_pull() {
  local master status
  master=$(key 'master key' masterKey)
  while true; do
    status=$(ask_app "$master" /admin/functions/collect --request POST --output /dev/null \
      --header 'content-type: application/json' --data '{"input":""}' | tail -n 1)
    [[ $status != 202 ]] || return 0
    # A host that is still starting returns 404, 429 or 5xx, or nothing, for which curl prints 000.
    if ! [[ $status =~ ^(000|404|429|5..)$ ]] || ! is_before "$deadline"; then
      fail "The function collect was not started but returned $status: look at the log stream of $app, then run this again."
    fi
  done
}

[[ $# -eq 2 ]] || fail 'Usage: first-pull.sh <resource-group> <function-app>'
deadline=$((SECONDS + ${TIMER_SECONDS:-300}))
find_app "$1" "$2"
sync_triggers
wait_for_timer
start_pull
cat <<END
The pull has started and takes a few minutes. Where to look:
  $origin/         for people; it asks for a function key, or for a token where Entra guards the door
  $origin/metrics  for Prometheus; asks for the same
  $origin/healthz  without authentication: the last run, and how many reports are healthy
END
