using '../../../infra/main.bicep'

param environmentName = 'prod'

