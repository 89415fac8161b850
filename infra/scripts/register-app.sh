#!/usr/bin/env bash
# Registers the application that many tenants consent to; its credential is the managed identity of the exporter, so there is no secret. Run again, it corrects what is there.
# Arguments: <principal-id> <function-app-host>, the output PRINCIPAL_ID of main.bicep and the host name of the app. REGISTER_SECONDS (60) bounds the wait until Microsoft Entra knows a new application.
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

# https://learn.microsoft.com/graph/permissions-reference#reportsreadall
graph_app=00000003-0000-0000-c000-000000000000
permission=230c1aed-a721-4c5d-9cb4-a90514e508ef

explain() {
  case $1 in
  *Authorization_RequestDenied* | *Forbidden* | *'Insufficient privileges'*)
    fail "You may not register applications: ask an Application Developer, a Cloud Application Administrator or a Global Administrator to run 'bash infra/scripts/register-app.sh $principal $host'."
    ;;
  *) fail "Microsoft Graph refused: $1" ;;
  esac
}

# By names of its own Graph makes what is not there, and changes what is.
# https://learn.microsoft.com/graph/api/application-upsert and federatedidentitycredential-upsert
upsert() {
  ask_graph --method patch --url "$1" --headers Prefer=create-if-missing --body "$2" >/dev/null
}

# https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
audience_of() {
  case $1 in
  AzureUSGovernment) echo api://AzureADTokenExchangeUSGov ;;
  AzureChinaCloud) echo api://AzureADTokenExchangeChina ;;
  *) echo api://AzureADTokenExchange ;;
  esac
}

register() {
  local cloud login graph home application object
  read -r cloud login graph <<<"$(ask_az cloud show \
    --query '[[name, endpoints.activeDirectory, endpoints.microsoftGraphResourceId]]')"
  login=${login%/} graph=${graph%/}
  home=$(ask_az account show --query tenantId)
  application="$graph/v1.0/applications(uniqueName='m365-usage-exporter-$principal')"
  upsert "$application" "{\"displayName\":\"Microsoft 365 usage exporter\",\"signInAudience\":\"AzureADMultipleOrgs\",\"web\":{\"redirectUris\":[\"https://$host/consented\"]},\"requiredResourceAccess\":[{\"resourceAppId\":\"$graph_app\",\"resourceAccess\":[{\"id\":\"$permission\",\"type\":\"Role\"}]}]}"
  read -r object client <<<"$(ask_graph --method get --url "$application" --query '[[id, appId]]')"
  [[ -n ${client:-} ]] || fail "Microsoft Graph has no application m365-usage-exporter-$principal: run this again in a minute."
  upsert "$graph/v1.0/applications/$object/federatedIdentityCredentials(name='managed-identity')" \
    "{\"issuer\":\"$login/$home/v2.0\",\"subject\":\"$principal\",\"audiences\":[\"$(audience_of "$cloud")\"],\"description\":\"The managed identity of the Microsoft 365 usage exporter\"}"
  consent="$login/organizations/v2.0/adminconsent?client_id=$client&scope=$graph/.default&redirect_uri=https://$host/consented"
}

[[ $# -eq 2 && -n $1 && -n $2 ]] || fail 'Usage: register-app.sh <principal-id> <function-app-host>'
[[ $1 =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ ]] ||
  fail "The principal ID $1 is no GUID: take the output PRINCIPAL_ID of the deployment."
[[ $2 =~ ^[A-Za-z0-9.-]+$ ]] ||
  fail "The host $2 is no host name: give it without https:// and without a path, as in func-usage.azurewebsites.net."
principal=$1 host=$2
deadline=$((SECONDS + ${REGISTER_SECONDS:-60}))
register
cat <<END
The application is registered: $client
Deploy with graphApplicationId=$client, which becomes the setting GRAPH_CLIENT_ID.
An administrator of each tenant consents with this link, or with the one that 'tenants add' prints:
$consent
END
