using '../../../infra/main.bicep'

param environmentName = 'prod'
param settings = { REPORTS: 'teams,outlook', WINDOW_DAYS: '90' }
