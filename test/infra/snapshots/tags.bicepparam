using '../../../infra/main.bicep'

param environmentName = 'prod'
param tags = { owner: 'platform' }
