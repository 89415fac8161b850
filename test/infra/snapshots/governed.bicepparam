using '../../../infra/main.bicep'

var group = '66666666-6666-6666-6666-666666666666'
var operators = [{ roleDefinitionIdOrName: 'Reader', principalId: group, principalType: 'Group' }]
var archive = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-logs/providers/Microsoft.Storage/storageAccounts/starchive'
var governed = { lock: { kind: 'CanNotDelete' }, roleAssignments: operators }
var logged = union(governed, { diagnosticSettings: [{ storageAccountResourceId: archive }] })

param environmentName = 'prod'
param withManagedPrometheus = true
param withLogAlerts = true
param withPrivateNetwork = true
param lock = { name: 'history', kind: 'CanNotDelete', notes: 'Ask the owner.' }
param roleAssignments = [
  {
    name: '77777777-7777-7777-7777-777777777777'
    roleDefinitionIdOrName: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
    principalId: group
    condition: '@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals \'usage-reports\''
  }
]
param diagnosticSettings = [{ storageAccountResourceId: archive }]
param resources = {
  functionApp: governed
  plan: logged
  identity: governed
  workspace: logged
  applicationInsights: logged
  dataCollectionEndpoint: governed
  dataCollectionRule: governed
  actionGroup: union(governed, { lock: { kind: 'ReadOnly' } })
  virtualNetwork: logged
}
