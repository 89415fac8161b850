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
  until find_timer; do
    is_before "$deadline" ||
      fail "No timer function is listed (collect, or plan of many tenants): look for the reason under Functions of $app in the Azure portal, publish the package again and run this again."
  done
}

start_pull() {
  local master status
  master=$(key 'master key' masterKey)
  while true; do
    status=$(ask_app "$master" "/admin/functions/$timer" --request POST --output /dev/null \
      --header 'content-type: application/json' --data '{"input":""}' | tail -n 1)
    [[ $status != 202 ]] || return 0
    # A host that is still starting returns 404, 429 or 5xx, or nothing, for which curl prints 000.
    if ! [[ $status =~ ^(000|404|429|5..)$ ]] || ! is_before "$deadline"; then
      fail "The function $timer was not started but answered $status: look at the log stream of $app, then run this again."
    fi
  done
}

[[ $# -eq 2 ]] || fail 'Usage: first-pull.sh <resource-group> <function-app>'
deadline=$((SECONDS + ${TIMER_SECONDS:-300}))
find_app "$1" "$2"
sync_triggers
wait_for_timer
start_pull
if [[ $timer == plan ]]; then
  cat <<END
The tenants that are due are being pulled, new ones within minutes. Where to look:
  $origin/         for people: every tenant, the worst first; it asks for a function key, or for a token where Entra guards the door
  $origin/targets  for Prometheus: what there is to scrape; asks for the same
  $origin/healthz  without authentication: how many tenants are healthy
END
  exit 0
fi
cat <<END
The pull has started and takes a few minutes. Where to look:
  $origin/         for people; it asks for a function key, or for a token where Entra guards the door
  $origin/metrics  for Prometheus; asks for the same
  $origin/healthz  without authentication: the last run, and how many reports are healthy
END
