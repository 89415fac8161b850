#!/usr/bin/env bash
# Imports the dashboards of infra/grafana/dashboards into an Azure Managed Grafana, over those of an earlier version.
# Arguments: <resource-group> <grafana>. IMPORT_SECONDS (600) bounds the wait until a role that is new holds.
# RUNBOOK_FOLDER, where people reach the runbooks, with a slash at its end, makes links of what panels say about them.
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

# Copies of the dashboards whose panels lead to the runbooks.
with_links() {
  local folder
  folder=$(printf '%s' "$1" | sed 's/[\\&#"]/\\&/g')
  for file in "${dashboards[@]}"; do
    sed "s#infra/alerts/runbooks/\\(M365[A-Za-z]*\\)\\.md#[\\1]($folder\\1.md)#g" "$file" >"$copies/$(basename "$file")"
  done
  dashboards=("$copies"/*.json)
}

[[ $# -eq 2 ]] || fail 'Usage: import-dashboards.sh <resource-group> <grafana>'
grafana=$2
deadline=$((SECONDS + ${IMPORT_SECONDS:-600}))
# az grafana is an extension, which az otherwise asks about.
export AZURE_EXTENSION_USE_DYNAMIC_INSTALL=yes_without_prompt

dashboards=("$(dirname "${BASH_SOURCE[0]}")"/../grafana/dashboards/*.json)
copies=$(mktemp -d)
trap 'rm -rf "$said" "$copies"' EXIT
[[ -z ${RUNBOOK_FOLDER:-} ]] || with_links "$RUNBOOK_FOLDER"
for file in "${dashboards[@]}"; do
  import "$file" --resource-group "$1" --name "$grafana"
done
