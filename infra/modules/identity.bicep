metadata name = 'Identity'
metadata description = 'Who the exporter is, to Graph, to its storage and to Azure Monitor: an identity of its own, or one that exists.'

import { tagsType } from 'interfaces.bicep'

@description('Required. Name of the identity.')
param name string

@description('Required. Azure region.')
param location string

@description('Optional. Resource ID of an identity that exists, instead of one of its own.')
param existingResourceId string = ''

@description('Required. Tags of every resource.')
param tags tagsType

var isOwn = empty(existingResourceId)
var path = split(isOwn ? identity.id : existingResourceId, '/')

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = if (isOwn) {
  name: name
  location: location
  tags: tags
}

resource existingIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = if (!isOwn) {
  scope: resourceGroup(path[2], path[4])
  name: path[8]
}

@description('Client ID: what a token is asked for with.')
output clientId string = isOwn ? identity!.properties.clientId : existingIdentity!.properties.clientId

@description('Principal ID: what roles are given to.')
output principalId string = isOwn ? identity!.properties.principalId : existingIdentity!.properties.principalId
