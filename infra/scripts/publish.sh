#!/usr/bin/env bash
# Publishes the package to the function app, and tells a package that is refused from an app that does not start.
# Arguments: <resource-group> <function-app> <package.zip>. PUBLISH_SECONDS (600) bounds the wait until a role that is new holds.
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

publish() {
  az functionapp deployment source config-zip --resource-group "$1" --name "$2" --src "$3" --output none 2>&1 |
    tee "$said" >&2
}

# az asks /admin/host/status with the master key, which Entra does not let through where the door was made without it.
is_behind_entra() {
  local master status
  find_app "$1" "$2"
  master=$(key 'master key' masterKey) || exit 1
  status=$(ask_app "$master" /admin/host/status --output /dev/null | tail -n 1)
  [[ $status == 401 || $status == 403 ]]
}

# https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/appservice/custom.py
explain() {
  case $(what_az_said) in
  # The host is starting: az could not ask it, and who starts the first pull asks again.
  *'Failed to fetch host'*) echo "The package is published to $2; whether it runs is not known yet." ;;
  *'Deployment was successful'*)
    ! is_behind_entra "$1" "$2" || return 0
    fail "The package is published to $2, but the app does not start: look at the log stream of $2, and in Application Insights at the table traces."
    ;;
  *'ongoing deployment'* | *'still on-going'* | *'Another deployment'*)
    fail "A deployment of $2 is still going on: wait until Deployments of $2 in the Azure portal says that it has ended, then run this again."
    ;;
  *)
    fail "The package cannot be published to $2: the error above says why, or else Deployments of $2 in the Azure portal. A role that is new takes minutes to hold: then run this again."
    ;;
  esac
}

[[ $# -eq 3 ]] || fail 'Usage: publish.sh <resource-group> <function-app> <package.zip>'
[[ -n $2 ]] || fail 'Which function app? Its name is the output FUNCTION_APP_NAME of the deployment.'
[[ -s $3 ]] || fail "There is no package $3: run 'npm ci && npm run package'."
role_deadline=$((SECONDS + ${PUBLISH_SECONDS:-600}))
# The identity of the app stores the package, and its role was assigned minutes ago at most.
# https://github.com/Azure/azure-functions-core-tools/issues/4346
until publish "$@"; do
  if [[ $(what_az_said) == *'not authorized to perform this operation'* ]] && is_before "$role_deadline"; then
    echo 'The storage does not know the role of the app yet: trying again.' >&2
    continue
  fi
  deadline=$((SECONDS + 60))
  explain "$1" "$2"
  break
done
