metadata name = 'Plan'
metadata description = 'Flex Consumption: what the function app runs on, which costs nothing while nothing runs.'

import { diagnosticProperties, isLocked, lockProperties, roleAssignmentProperties } from 'interface-properties.bicep'
import { diagnosticSettingType, lockType, roleAssignmentType, tagsType } from 'interfaces.bicep'

@description('Required. Name of the plan.')
param name string

@description('Required. Azure region.')
param location string

@description('Optional. A lock on the plan.')
param lock lockType?

@description('Optional. Roles on the plan.')
param roleAssignments roleAssignmentType[]?

@description('Optional. Where the platform sends the metrics of the plan, which has no logs.')
param diagnosticSettings diagnosticSettingType[]?

@description('Required. Tags of every resource.')
param tags tagsType

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource planLock 'Microsoft.Authorization/locks@2020-05-01' = if (isLocked(lock)) {
  scope: plan
  name: lock.?name ?? 'lock-${name}'
  properties: lockProperties(lock)
}

resource planRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for assignment in roleAssignments ?? []: {
    scope: plan
    name: assignment.?name ?? guid(plan.id, assignment.principalId, assignment.roleDefinitionIdOrName)
    properties: roleAssignmentProperties(assignment)
  }
]

#disable-next-line use-recent-api-versions // The one stable version, of 2016, knows no groups of categories.
resource planDiagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = [
  for (setting, index) in diagnosticSettings ?? []: {
    scope: plan
    name: setting.?name ?? 'diagnostics-${index}'
    properties: diagnosticProperties(union(setting, { logCategoriesAndGroups: [] }))
  }
]
