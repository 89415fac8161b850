metadata name = 'Properties of interfaces'
metadata description = 'What the locks, role assignments and diagnostic settings of interfaces.bicep become.'

import { diagnosticSettingType, lockType, roleAssignmentType } from 'interfaces.bicep'

// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
var roles = {
  Contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c'
  'Log Analytics Contributor': '92aaf0da-9dab-42b6-94a3-d43ce8d16293'
  'Log Analytics Reader': '73c42c96-874c-492b-b04d-ab87d138a893'
  'Managed Identity Contributor': 'e40ec5ca-96e0-45a2-b4ff-59039f2c2b59'
  'Managed Identity Operator': 'f1a07417-d97a-45cb-824c-7a7467783830'
  'Monitoring Contributor': '749f88d5-cbae-40b8-bcfc-e573ddc772fa'
  'Monitoring Metrics Publisher': '3913510d-42f4-4e42-8a64-420c390055eb'
  'Monitoring Reader': '43d0d8ad-25c7-4714-9337-8ba259a9fe05'
  'Network Contributor': '4d97b98b-1d4f-4787-a291-c67834d212e7'
  Owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
  Reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
  'Role Based Access Control Administrator': 'f58310d9-a9f6-439a-9e8d-f62e7b41a168'
  'Storage Account Contributor': '17d1049b-9a84-46fb-8f53-869881c3d3ab'
  'Storage Blob Data Contributor': 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Blob Data Reader': '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  'User Access Administrator': '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9'
  'Website Contributor': 'de139f84-1756-47ae-9be6-808fbbe84772'
}

func guidOf(role string) string => roles[?role] ?? role

// Azure would refuse anything else in the middle of a deployment.
func checkedGuid(guid string) string =>
  length(split(guid, '-')) == 5
    ? guid
    : fail('roleAssignments: ${guid} is not among the names in infra/modules/interface-properties.bicep: give the GUID of the role.')

func roleDefinitionId(role string) string =>
  contains(role, '/')
    ? role
    : subscriptionResourceId('Microsoft.Authorization/roleDefinitions', checkedGuid(guidOf(role)))

@export()
@description('Properties of a role assignment.')
func roleAssignmentProperties(assignment roleAssignmentType) resourceInput<'Microsoft.Authorization/roleAssignments@2022-04-01'>.properties => {
  roleDefinitionId: roleDefinitionId(assignment.roleDefinitionIdOrName)
  principalId: assignment.principalId
  principalType: assignment.?principalType
  description: assignment.?description ?? 'Of the Microsoft 365 usage exporter.'
  condition: assignment.?condition
  conditionVersion: empty(assignment.?condition) ? null : (assignment.?conditionVersion ?? '2.0')
  delegatedManagedIdentityResourceId: assignment.?delegatedManagedIdentityResourceId
}

@export()
@description('Whether there is a lock at all.')
func isLocked(lock lockType?) bool => (lock.?kind ?? 'None') != 'None'

@export()
@description('Properties of a lock.')
func lockProperties(lock lockType?) resourceInput<'Microsoft.Authorization/locks@2020-05-01'>.properties => {
  level: lock.?kind ?? 'CanNotDelete'
  notes: lock.?notes ?? 'Of the Microsoft 365 usage exporter.'
}

@export()
@description('Properties of a diagnostic setting. Everything is sent where nothing is chosen, as Azure Verified Modules do.')
#disable-next-line use-recent-api-versions // The one stable version, of 2016, knows no groups of categories.
func diagnosticProperties(setting diagnosticSettingType) resourceInput<'Microsoft.Insights/diagnosticSettings@2021-05-01-preview'>.properties => {
  workspaceId: setting.?workspaceResourceId
  storageAccountId: setting.?storageAccountResourceId
  eventHubAuthorizationRuleId: setting.?eventHubAuthorizationRuleResourceId
  eventHubName: setting.?eventHubName
  marketplacePartnerId: setting.?marketplacePartnerResourceId
  logAnalyticsDestinationType: setting.?logAnalyticsDestinationType
  logs: map(setting.?logCategoriesAndGroups ?? [{ categoryGroup: 'allLogs' }], group => {
    category: group.?category
    categoryGroup: group.?categoryGroup
    enabled: group.?enabled ?? true
  })
  metrics: map(setting.?metricCategories ?? [{ category: 'AllMetrics' }], metric => {
    category: metric.category
    enabled: metric.?enabled ?? true
  })
}
