using 'main.bicep'

// azd sets these; deploy.sh and what-if.sh take them from their environment. Everything else has a default; README.md lists every parameter.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'm365')
param location = readEnvironmentVariable('AZURE_LOCATION', '')
param grafanaAdminPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
