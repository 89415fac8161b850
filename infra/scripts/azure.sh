#!/usr/bin/env bash
# What the other scripts ask of Azure and of the function app, and how they fail; it is sourced, and does nothing alone.
# Arguments: none. POLL_SECONDS (5) lie between two looks; who sources it sets the deadline of its waits.
set -euo pipefail

# Times are compared as text.
export LC_ALL=C

# What az said on standard error.
said=$(mktemp)
trap 'rm -f "$said"' EXIT

fail() {
  echo "$1" >&2
  exit 1
}

is_before() {
  ((SECONDS < $1)) && sleep "${POLL_SECONDS:-5}"
}

# On Windows az ends its lines with a carriage return.
ask_az() {
  az "$@" --output tsv | tr -d '\r'
}

what_az_said() {
  tr '\n' ' ' <"$said" | sed 's/ERROR: //g; s/ *$//'
}

# Prints what Microsoft Graph returns, or stops with the sentence that `explain` of who sources this has for it. What was
# made just now is not known everywhere at once.
ask_graph() {
  local output
  until output=$(ask_az rest "$@" --only-show-errors 2>"$said"); do
    # shellcheck disable=SC2154 # set by who sources this
    case $(what_az_said) in
    *ResourceNotFound* | *'does not exist'*) is_before "$deadline" || explain "$(what_az_said)" ;;
    *) explain "$(what_az_said)" ;;
    esac
  done
  echo "$output"
}

# Who calls it between $( and ) has to end with it: `|| exit 1`.
# Passes on what az prints, or stops with a sentence that begins with the first argument; the second is the role it takes.
# A host that is still starting lets Resource Manager return 400, 429 or 5xx, so what may be over soon is tried again.
ask_patiently() {
  local problem=$1 role=$2 output
  shift 2
  until output=$(ask_az "$@" 2>"$said"); do
    case $(what_az_said) in
    *'from host runtime'*) ;;
    *AuthorizationFailed* | *Forbidden*) fail "$problem: this needs the role $role on it." ;;
    *ResourceNotFound* | *ResourceGroupNotFound* | *SubscriptionNotFound*)
      fail "$problem: check its name, the resource group $resource_group and 'az account show'. az said: $(what_az_said)"
      ;;
    *'az login'* | *AADSTS* | *'unrecognized arguments'* | *misspelled*) fail "$problem. az said: $(what_az_said)" ;;
    esac
    # shellcheck disable=SC2154 # set by who sources this
    is_before "$deadline" || fail "$problem, although it was tried again and again. az said: $(what_az_said)"
  done
  echo "$output"
}

find_app() {
  resource_group=$1
  app=$2
  local found host
  # On Flex Consumption az prints the resource as it is, elsewhere with its properties lifted up.
  found=$(ask_patiently "The function app $app cannot be read" 'Reader, or more,' functionapp show \
    --resource-group "$resource_group" --name "$app" \
    --query "[[id, defaultHostName || properties.defaultHostName]]") || exit 1
  # shellcheck disable=SC2034 # read by first-pull.sh
  read -r app_id host <<<"$found"
  [[ -n ${host:-} ]] || fail "The function app $app has no host name yet: wait until it is deployed and run this again."
  origin="https://$host"
  # What is sent to this machine itself is seen by nobody else.
  [[ $host != 127.0.0.1:* ]] || origin="http://$host"
}

# By the query of its second argument; the first says in words which.
key() {
  local found
  found=$(ask_patiently "The $1 of $app cannot be read" 'Contributor, or Website Contributor,' functionapp keys list \
    --resource-group "$resource_group" --name "$app" --query "$2") || exit 1
  [[ -n $found ]] || fail "There is no $1 of $app: 'az functionapp keys set --resource-group $resource_group --name $app --key-type functionKeys --key-name default --output none' makes one."
  echo "$found"
}

# Sets `timer`: `collect` pulls the one tenant there is, `plan` looks who of many is due.
find_timer() {
  local listed
  listed=$(ask_patiently "The functions of $app cannot be listed" 'Reader, or more,' functionapp function list \
    --resource-group "$resource_group" --name "$app" --query '[].name') || exit 1
  timer=$(grep -ox 'collect\|plan' <<<"${listed//"$app/"/}" | sort | tail -n 1) || true
  [[ -n $timer ]]
}

# Prints the body, and the status in a line of its own. The key goes through standard input: arguments are seen by everybody.
ask_app() {
  local key=$1 path=$2
  shift 2
  printf 'header = "x-functions-key: %s"\n' "$key" |
    curl --config - --silent --max-time 60 --write-out '\n%{http_code}' "$@" "$origin$path" || true
}

# The pipelines set it, and an empty one would name a second deployment.
check_environment_name() {
  [[ -n ${AZURE_ENV_NAME-m365} ]] ||
    fail 'AZURE_ENV_NAME is empty: set it (in a pipeline the variable ENVIRONMENT_NAME) to what the first deployment was called.'
}
