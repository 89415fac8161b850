using '../../../infra/main.bicep'

param environmentName = 'prod'
param withLogAlerts = true
param runbookFolder = 'https://runbooks.example.net/'
