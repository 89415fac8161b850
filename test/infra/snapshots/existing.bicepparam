using '../../../infra/main.bicep'

param environmentName = 'prod'
param withLogAlerts = true
param withGrafana = true
param userAssignedIdentityResourceId = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-usage'
param workspaceResourceId = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-central'
param actionGroupResourceIds = ['/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-logs/providers/Microsoft.Insights/actionGroups/ag-platform']
param virtualNetworkSubnetResourceId = '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-spoke/subnets/snet-usage'
param privateEndpoints = [
  {
    service: 'blob'
    subnetResourceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-spoke/subnets/snet-endpoints'
    privateDnsZoneGroup: {
      privateDnsZoneGroupConfigs: [
        {
          privateDnsZoneResourceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-dns/providers/Microsoft.Network/privateDnsZones/privatelink.blob.core.windows.net'
        }
      ]
    }
  }
  {
    name: 'pep-usage'
    customNetworkInterfaceName: 'nic-usage'
    lock: { kind: 'CanNotDelete' }
    roleAssignments: [{ roleDefinitionIdOrName: 'Network Contributor', principalId: '66666666-6666-6666-6666-666666666666' }]
    tags: { owner: 'network' }
    service: 'sites'
    subnetResourceId: '/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-spoke/subnets/snet-endpoints'
  }
]
param publicNetworkAccess = 'Disabled'
