using '../../../infra/main.bicep'

param environmentName = 'test'
param withManagedPrometheus = true
param withLogAlerts = true
