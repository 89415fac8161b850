metadata name = 'Who is told'
metadata description = 'The action group that alerts tell.'

import { isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
import { lockType, roleAssignmentType, tagsType } from 'interfaces.bicep'

@description('Required. Name of the action group.')
param name string

@description('Required. Mail addresses that are told; none leaves alerts in the portal.')
param emailAddresses string[]

@description('Optional. A lock on it.')
param lock lockType?

@description('Optional. Roles on it.')
param roleAssignments roleAssignmentType[]?

@description('Required. Tags of every resource.')
param tags tagsType

resource actionGroup 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: name
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'm365-usage'
    enabled: true
    emailReceivers: [
      for address in emailAddresses: {
        name: address
        emailAddress: address
        useCommonAlertSchema: true
      }
    ]
  }
}

resource actionGroupLock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked(lock)) {
  scope: actionGroup
  name: lock.?name ?? 'lock-${name}'
  properties: lockProperties(lock)
}

resource actionGroupRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in roleAssignments ?? []: {
    scope: actionGroup
    name: assignment.?name ?? guid(actionGroup.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]
