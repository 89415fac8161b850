using '../../../infra/main.bicep'

param environmentName = 'prod'
param withManagedPrometheus = true
param alertEmailAddresses = ['ops@example.net']
