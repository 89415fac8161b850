using 'main.bicep'

// azd sets these. Everything else has a default; README.md lists every parameter.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'm365')
param location = readEnvironmentVariable('AZURE_LOCATION', '')
param grafanaAdminPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
