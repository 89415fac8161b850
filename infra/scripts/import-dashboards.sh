#!/usr/bin/env bash
# Imports the dashboards of infra/grafana/dashboards into an Azure Managed Grafana, over those of an earlier version.
# Arguments: <resource-group> <grafana>.
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

[[ $# -eq 2 ]] || fail 'Usage: import-dashboards.sh <resource-group> <grafana>'
# az grafana is an extension, which az otherwise asks about.
export AZURE_EXTENSION_USE_DYNAMIC_INSTALL=yes_without_prompt

for file in "$(dirname "${BASH_SOURCE[0]}")"/../grafana/dashboards/*.json; do
  az grafana dashboard create --resource-group "$1" --name "$2" --overwrite --definition "@$file" --output none ||
    fail "The dashboard $(basename "$file") cannot be imported: this needs the role Grafana Admin or Grafana Editor on $2 (parameter grafanaAdminPrincipalId)."
  echo "Imported $(basename "$file" .json)."
done
