using '../../../infra/main.bicep'

param environmentName = 'prod'
param withManyTenants = true
param tenantDispatch = 'pool'
