#!/usr/bin/env bash
# Brings the history back to what it was at a time within the last 30 days, from the versions that the storage account keeps.
# Arguments: <resource-group> <function-app> <time>, the time in UTC as 2026-03-01T06:00:00Z. The app is stopped meanwhile.
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

container=usage-reports

blob_endpoint() {
  local endpoint
  endpoint=$(ask_patiently "The settings of $app cannot be read" 'Contributor, or Website Contributor,' \
    functionapp config appsettings list --resource-group "$resource_group" --name "$app" \
    --query "[?name=='AzureWebJobsStorage__blobServiceUri'].value | [0]") || exit 1
  [[ -n $endpoint ]] || fail "$app has no setting AzureWebJobsStorage__blobServiceUri, which names the storage account."
  echo "${endpoint%/}"
}

list_versions() {
  ask_patiently "The versions of $endpoint/$container cannot be listed" 'Storage Blob Data Contributor' storage blob list \
    --blob-endpoint "$endpoint" --container-name "$container" --include v --num-results '*' --auth-mode login \
    --query "[].[name, versionId, isCurrentVersion]"
}

# Of each document the newest version of the time or before: its name, the version and whether that is the present one.
# A version is named by the time from which on it was the present one.
versions_at() {
  awk -F '\t' -v time="${1%Z}" '
    $2 == "" { next }
    { name[$1] }
    substr($2, 1, length(time)) <= time && $2 > version[$1] { version[$1] = $2; present[$1] = $3 }
    END { for (key in name) print key "\t" version[key] "\t" present[key] }' | sort
}

restore() {
  az storage blob copy start --blob-endpoint "$endpoint" --destination-container "$container" --destination-blob "$1" \
    --source-uri "$endpoint/$container/$1?versionId=$2" --auth-mode login --output none ||
    fail "$1 cannot be restored: the error above says why. Run this again, and then 'az functionapp start --resource-group $resource_group --name $app'."
}

[[ $# -eq 3 ]] || fail 'Usage: restore-history.sh <resource-group> <function-app> <time>'
[[ $3 =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$ ]] ||
  fail "The time $3 is not of the form 2026-03-01T06:00:00Z."
deadline=$((SECONDS + 60))
resource_group=$1
app=$2
endpoint=$(blob_endpoint) || exit 1
versions=$(list_versions) || exit 1
[[ -n $versions ]] || fail "There are no versions in $endpoint/$container: it has no documents, or versions are not kept."
az functionapp stop --resource-group "$resource_group" --name "$app" --output none ||
  fail "$app cannot be stopped, and would write meanwhile: the error above says why."
# What was written until then counts too.
versions=$(list_versions) || exit 1
restored=0 unchanged=0 newer=0
while IFS=$'\t' read -r name version is_present; do
  if [[ -z $version ]]; then
    newer=$((newer + 1))
  elif [[ ${is_present,,} == true ]]; then
    unchanged=$((unchanged + 1))
  else
    # az would read the list of the others.
    restore "$name" "$version" </dev/null
    restored=$((restored + 1))
  fi
done < <(versions_at "$3" <<<"$versions")
az functionapp start --resource-group "$resource_group" --name "$app" --output none ||
  fail "$app is stopped and cannot be started: 'az functionapp start --resource-group $resource_group --name $app'."
echo "The history is as it was at $3: $restored documents restored, $unchanged unchanged; $newer came later and stay."
