#!/usr/bin/env bash
# Gives the managed identity of the exporter the application permission Reports.Read.All of Microsoft Graph.
# Arguments: <principal-id>, the output PRINCIPAL_ID of main.bicep. GRANT_SECONDS (60) bounds the wait until Microsoft Entra knows a new identity.
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

explain() {
  case $1 in
  *'already exists'*)
    echo "$principal already has Reports.Read.All." >&2
    exit 0
    ;;
  *Authorization_RequestDenied* | *Forbidden* | *'Insufficient privileges'*)
    fail "You may not grant application permissions: ask a Privileged Role Administrator, a Global Administrator or an application with AppRoleAssignment.ReadWrite.All to run 'bash infra/scripts/grant-graph.sh $principal'."
    ;;
  *ResourceNotFound* | *'does not exist'*)
    fail "Microsoft Entra does not know $principal: check that it is the principal ID and not the client ID, and for a new identity run this again in a minute."
    ;;
  *) fail "Microsoft Graph refused: $1" ;;
  esac
}

grant() {
  local graph resource role assignments granted
  graph=$(ask_az cloud show --query endpoints.microsoftGraphResourceId)
  graph="${graph%/}/v1.0/servicePrincipals"
  resource=$(ask_graph --method get --url "$graph(appId='00000003-0000-0000-c000-000000000000')" --query id)
  role=$(ask_graph --method get --url "$graph/$resource" \
    --query "appRoles[?value=='Reports.Read.All' && contains(allowedMemberTypes, 'Application')].id | [0]")
  [[ -n $role ]] || fail 'This cloud has no application permission Reports.Read.All: use a delegated one (README.md, Run it).'
  assignments="$graph/$principal/appRoleAssignments"
  granted=$(ask_graph --method get --url "$assignments" --query "value[?appRoleId=='$role' && resourceId=='$resource'].id | [0]")
  if [[ -n $granted ]]; then
    echo "$principal already has Reports.Read.All."
    return
  fi
  granted=$(ask_graph --method post --url "$assignments" --query id \
    --body "{\"principalId\":\"$principal\",\"resourceId\":\"$resource\",\"appRoleId\":\"$role\"}")
  [[ -n $granted ]] || return 0
  echo "$principal now has Reports.Read.All. Graph knows within minutes; an app that requested a token before may keep it for up to a day."
}

[[ $# -eq 1 && -n $1 ]] || fail 'Usage: grant-graph.sh <principal-id>'
principal=$1
deadline=$((SECONDS + ${GRANT_SECONDS:-60}))
grant
