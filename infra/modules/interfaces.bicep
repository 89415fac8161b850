metadata name = 'Interfaces'
metadata description = 'Shapes of parameters, named and formed as those of Azure Verified Modules: https://azure.github.io/Azure-Verified-Modules/specs/bcp/res/interfaces/'

@export()
@description('Tags of a resource.')
type tagsType = {
  *: string
}

@export()
@sealed()
@description('A lock.')
type lockType = {
  @description('Optional. Name of the lock.')
  name: string?

  @description('Optional. Kind of the lock; `None` for none.')
  kind: ('CanNotDelete' | 'ReadOnly' | 'None')?

  @description('Optional. What the lock is for.')
  notes: string?
}

@export()
@sealed()
@description('A role that is given to somebody.')
type roleAssignmentType = {
  @description('Optional. Name of the assignment, a GUID.')
  name: string?

  @description('Required. Resource ID of the role, its GUID, or one of the names that interface-properties.bicep lists.')
  roleDefinitionIdOrName: string

  @description('Required. Object ID of who gets it.')
  principalId: string

  @description('Optional. What the principal is.')
  principalType: ('Device' | 'ForeignGroup' | 'Group' | 'ServicePrincipal' | 'User')?

  @description('Optional. What the role is for.')
  description: string?

  @description('Optional. Condition of the assignment.')
  condition: string?

  @description('Optional. Version of the condition.')
  conditionVersion: '2.0'?

  @description('Optional. Resource ID of a managed identity in another tenant that gets it.')
  delegatedManagedIdentityResourceId: string?
}

@export()
@sealed()
@description('Where the platform sends its own logs and metrics.')
type diagnosticSettingType = {
  @description('Optional. Name of the setting.')
  name: string?

  @description('Optional. Logs by category or by group of categories; all without it, none with `[]`.')
  logCategoriesAndGroups: { category: string?, categoryGroup: string?, enabled: bool? }[]?

  @description('Optional. Categories of metrics; all without it, none with `[]`.')
  metricCategories: { category: string, enabled: bool? }[]?

  @description('Optional. Whether a workspace gets tables of the resource’s own or the one of all.')
  logAnalyticsDestinationType: ('Dedicated' | 'AzureDiagnostics')?

  @description('Optional. Resource ID of a Log Analytics workspace.')
  workspaceResourceId: string?

  @description('Optional. Resource ID of a storage account.')
  storageAccountResourceId: string?

  @description('Optional. Resource ID of the authorization rule of an event hub.')
  eventHubAuthorizationRuleResourceId: string?

  @description('Optional. Name of an event hub.')
  eventHubName: string?

  @description('Optional. Resource ID of a partner of the marketplace.')
  marketplacePartnerResourceId: string?
}

@export()
@sealed()
@description('A private endpoint in a subnet that exists.')
type privateEndpointType = {
  @description('Optional. Name of the endpoint.')
  name: string?

  @description('Optional. Azure region: that of the subnet.')
  location: string?

  @description('Required. What is reached through it: the blobs of the history, the queue of many tenants, or the function app.')
  service: 'blob' | 'queue' | 'sites'

  @description('Required. Resource ID of the subnet.')
  subnetResourceId: string

  @description('Optional. Name of the connection.')
  privateLinkServiceConnectionName: string?

  @description('Optional. DNS zones that get its address; none where a policy of the platform writes the records.')
  privateDnsZoneGroup: {
    name: string?
    privateDnsZoneGroupConfigs: { name: string?, privateDnsZoneResourceId: string }[]
  }?

  @description('Optional. Addresses of its own, instead of the next that are free.')
  ipConfigurations: {
    name: string
    properties: { groupId: string, memberName: string, privateIPAddress: string }
  }[]?

  @description('Optional. Resource IDs of application security groups.')
  applicationSecurityGroupResourceIds: string[]?

  @description('Optional. Name of its network interface.')
  customNetworkInterfaceName: string?

  @description('Optional. A lock on it.')
  lock: lockType?

  @description('Optional. Roles on it.')
  roleAssignments: roleAssignmentType[]?

  @description('Optional. Tags of its own, besides those of every resource.')
  tags: tagsType?
}

@export()
@sealed()
@description('A key in a key vault. Who encrypts with it needs the role Key Vault Crypto Service Encryption User there.')
type customerManagedKeyType = {
  @description('Required. Resource ID of the key vault.')
  keyVaultResourceId: string

  @description('Required. Name of the key.')
  keyName: string

  @description('Optional. Version of the key; the newest without it, also after a rotation.')
  keyVersion: string?

  @description('Required. Resource ID of the identity that reads the key.')
  userAssignedIdentityResourceId: string
}

@export()
@sealed()
@description('What the module of a resource takes that logs nothing itself.')
type governedType = {
  lock: lockType?
  roleAssignments: roleAssignmentType[]?
}

@export()
@sealed()
@description('What the module of a resource takes that the platform logs.')
type loggedType = {
  lock: lockType?
  roleAssignments: roleAssignmentType[]?
  diagnosticSettings: diagnosticSettingType[]?
}

@export()
@sealed()
@description('What the modules of resources besides the history take.')
type resourcesType = {
  functionApp: governedType?
  plan: loggedType?
  identity: governedType?
  workspace: loggedType?
  applicationInsights: loggedType?
  dataCollectionEndpoint: governedType?
  dataCollectionRule: governedType?
  actionGroup: governedType?
  virtualNetwork: loggedType?
}
