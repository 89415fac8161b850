using '../../../infra/main.bicep'

param environmentName = 'prod'
param scrapeApplicationId = '44444444-4444-4444-4444-444444444444'
param scraperClientIds = ['55555555-5555-5555-5555-555555555555']
