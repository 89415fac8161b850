using '../../../infra/main.bicep'

param environmentName = 'prod'
param withManyTenants = true
param withPrivateNetwork = true
param instanceMemoryMB = 512
param settings = { TENANT_ID: '11111111-1111-1111-1111-111111111111' }
