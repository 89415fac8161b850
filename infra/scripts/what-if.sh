#!/usr/bin/env bash
# Prints what deploy.sh would change in Azure, and changes nothing.
# Arguments: <resource-group>. AZURE_ENV_NAME names the deployment (infra/main.bicepparam).
source "$(dirname "${BASH_SOURCE[0]}")/azure.sh"

[[ $# -eq 1 ]] || fail 'Usage: what-if.sh <resource-group>'
check_environment_name
export AZURE_CORE_NO_COLOR=true
# Who only looks has no permission to write, which would otherwise be needed.
az deployment group what-if --resource-group "$1" --validation-level ProviderNoRbac \
  --parameters "$(dirname "${BASH_SOURCE[0]}")/../main.bicepparam" ||
  fail "What would change in $1 cannot be told: the error above says why, and infra/README.md which role it takes."
