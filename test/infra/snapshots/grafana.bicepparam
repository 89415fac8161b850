using '../../../infra/main.bicep'

param environmentName = 'prod'
param withGrafana = true
