metadata name = 'Identity'
metadata description = 'Who the function app is, to Graph, to its storage and to Azure Monitor.'

@description('Required. Name of the identity.')
param name string

@description('Required. Azure region.')
param location string

@description('Required. Tags of every resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('Resource ID of the identity.')
output id string = identity.id

@description('Client ID: what a token is asked for with.')
output clientId string = identity.properties.clientId

@description('Principal ID: what roles are given to.')
output principalId string = identity.properties.principalId
