using '../../../infra/main.bicep'

param environmentName = 'prod'
param alwaysReadyHttpInstances = 2
param instanceMemoryMB = 512
param nodeVersion = '22'
param logRetentionInDays = 90
