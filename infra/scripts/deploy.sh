#!/usr/bin/env bash
# Deploys infrastructure and package, starts a pull and judges the exporter by it.
# Arguments: <resource-group> <package.zip>. AZURE_ENV_NAME names the deployment (infra/main.bicepparam).
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

[[ $# -eq 2 ]] || fail 'Usage: deploy.sh <resource-group> <package.zip>'
[[ -s $2 ]] || fail "There is no package $2: run 'npm ci && npm run package'."
scripts=$(dirname "${BASH_SOURCE[0]}")

# Resource Manager changes the case of what begins with capitals: functioN_APP_NAME.
app=$(ask_az deployment group create --resource-group "$1" --name m365-usage-exporter \
  --parameters "$scripts/../main.bicepparam" \
  --query 'properties.outputs.[FUNCTION_APP_NAME, functioN_APP_NAME][].value | [0]') ||
  fail "The infrastructure cannot be deployed to $1: the error above says why, infra/README.md which roles it takes."
az functionapp deployment source config-zip --resource-group "$1" --name "$app" --src "$2" --output none ||
  fail "The package cannot be published to $app: run this again, and look under Deployments of $app if it stays so."

SINCE=$(date +%s)
export SINCE
bash "$scripts/first-pull.sh" "$1" "$app"
bash "$scripts/smoke-test.sh" "$1" "$app"
