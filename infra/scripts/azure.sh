#!/usr/bin/env bash
# What the other scripts ask of Azure and of the function app, and how they fail; it is sourced, and does nothing alone.
# Arguments: none. POLL_SECONDS (5) lie between two looks.
set -euo pipefail

# Times are compared as text.
export LC_ALL=C

fail() {
  echo "$1" >&2
  exit 1
}

# On Windows az ends its lines with a carriage return.
ask_az() {
  az "$@" --output tsv | tr -d '\r'
}

find_app() {
  resource_group=$1
  app=$2
  local found host
  # On Flex Consumption az answers with the resource as it is, elsewhere with its properties lifted up.
  found=$(ask_az functionapp show --resource-group "$resource_group" --name "$app" \
    --query "[[id, defaultHostName || properties.defaultHostName]]") ||
    fail "The function app $app cannot be read: check its name, the resource group $resource_group and 'az account show'."
  # shellcheck disable=SC2034 # read by first-pull.sh
  read -r app_id host <<<"$found"
  [[ -n ${host:-} ]] || fail "The function app $app has no host name yet: wait until it is deployed and run this again."
  origin="https://$host"
  # What is sent to this machine itself is seen by nobody else.
  [[ $host != 127.0.0.1:* ]] || origin="http://$host"
}

setting() {
  ask_az functionapp config appsettings list --resource-group "$resource_group" --name "$app" \
    --query "[?name=='$1'].value | [0]"
}

key() {
  ask_az functionapp keys list --resource-group "$resource_group" --name "$app" --query "$1"
}

timer_is_listed() {
  ask_az functionapp function list --resource-group "$resource_group" --name "$app" --query '[].name' |
    grep -qx "$app/collect\|collect"
}

# Prints the body, and the status in a line of its own. The key goes through standard input: arguments are seen by everybody.
ask_app() {
  local key=$1 path=$2
  shift 2
  printf 'header = "x-functions-key: %s"\n' "$key" |
    curl --config - --silent --max-time 60 --write-out '\n%{http_code}' "$@" "$origin$path" || true
}

is_before() {
  ((SECONDS < $1)) && sleep "${POLL_SECONDS:-5}"
}
