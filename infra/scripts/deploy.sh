#!/usr/bin/env bash
# Deploys infrastructure and package, starts a pull and judges the exporter by it.
# Arguments: <resource-group> <package.zip>. AZURE_ENV_NAME names the deployment (infra/main.bicepparam).
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

# A federated token is valid for five minutes, and publishing takes a token for another audience: az keeps what it gets now.
keep_token_for_publishing() {
  local audience
  audience=$(ask_az cloud show --query endpoints.appServiceResourceId)
  [[ -n $audience ]] || return 0
  az account get-access-token --resource "$audience" --output none ||
    fail "Microsoft Entra gives no token for $audience, which publishing takes: the error above says why."
}

[[ $# -eq 2 ]] || fail 'Usage: deploy.sh <resource-group> <package.zip>'
[[ -s $2 ]] || fail "There is no package $2: run 'npm ci && npm run package'."
check_environment_name
scripts=$(dirname "${BASH_SOURCE[0]}")

keep_token_for_publishing
# Resource Manager changes the case of what begins with capitals: functioN_APP_NAME.
app=$(ask_az deployment group create --resource-group "$1" --name m365-usage-exporter \
  --parameters "$scripts/../main.bicepparam" \
  --query 'properties.outputs.[FUNCTION_APP_NAME, functioN_APP_NAME][].value | [0]') ||
  fail "The infrastructure cannot be deployed to $1: the error above says why, or else Deployments of $1 in the Azure portal; infra/README.md says which roles it takes."
[[ -n $app ]] ||
  fail "The deployment of $1 names no function app (output FUNCTION_APP_NAME): look under Deployments of $1 in the Azure portal."
bash "$scripts/publish.sh" "$1" "$app" "$2"

SINCE=$(date +%s)
export SINCE
bash "$scripts/first-pull.sh" "$1" "$app"
bash "$scripts/smoke-test.sh" "$1" "$app"
