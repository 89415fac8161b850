#!/usr/bin/env bash
# Imports the dashboards of infra/grafana/dashboards into an Azure Managed Grafana, over those of an earlier version.
# Arguments: <resource-group> <grafana>. IMPORT_SECONDS (600) bounds the wait until a role that is new holds.
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

import() {
  local file=$1
  shift
  until az grafana dashboard create "$@" --overwrite --definition "@$file" --output none 2>"$said"; do
    case $(what_az_said) in
    *Forbidden* | *Unauthorized* | *403* | *401*)
      is_before "$deadline" ||
        fail "The dashboard $(basename "$file") cannot be imported: this needs the role Grafana Admin or Grafana Editor on $grafana (parameter grafanaAdminPrincipalId)."
      ;;
    *) fail "The dashboard $(basename "$file") cannot be imported. az said: $(what_az_said)" ;;
    esac
  done
  echo "Imported $(basename "$file" .json)."
}

[[ $# -eq 2 ]] || fail 'Usage: import-dashboards.sh <resource-group> <grafana>'
grafana=$2
deadline=$((SECONDS + ${IMPORT_SECONDS:-600}))
# az grafana is an extension, which az otherwise asks about.
export AZURE_EXTENSION_USE_DYNAMIC_INSTALL=yes_without_prompt

for file in "$(dirname "${BASH_SOURCE[0]}")"/../grafana/dashboards/*.json; do
  import "$file" --resource-group "$1" --name "$grafana"
done
