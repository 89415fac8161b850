using '../../../infra/main.bicep'

param environmentName = 'prod'
param withGrafana = true
param withManagedPrometheus = true
param grafanaAdminPrincipalId = '33333333-3333-3333-3333-333333333333'
param alertEmailAddresses = ['ops@example.net']
