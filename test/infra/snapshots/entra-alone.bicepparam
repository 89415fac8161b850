using '../../../infra/main.bicep'

param environmentName = 'prod'
param scrapeApplicationId = '44444444-4444-4444-4444-444444444444'
