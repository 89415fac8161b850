using '../../../infra/main.bicep'

param environmentName = 'prod'
param withPrivateNetwork = true
