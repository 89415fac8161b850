using '../../../infra/main.bicep'

param environmentName = 'prod'
param withManyTenants = true
param graphApplicationId = '88888888-8888-8888-8888-888888888888'
param scrapeApplicationId = '44444444-4444-4444-4444-444444444444'
param withLogAlerts = true
