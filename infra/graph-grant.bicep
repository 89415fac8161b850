metadata name = 'Graph grant'
metadata description = 'Lets the identity of the exporter read usage reports. It needs a deployer who may grant application permissions, so it is a file of its own; scripts/grant-graph.sh is the same without Bicep.'

extension microsoftGraphV1

@description('Required. Principal ID of the identity of the function app: the output `PRINCIPAL_ID` of main.bicep.')
param principalId string

var graphAppId = '00000003-0000-0000-c000-000000000000'
var permission = 'Reports.Read.All'

resource graph 'Microsoft.Graph/servicePrincipals@v1.0' existing = {
  appId: graphAppId
}

// https://learn.microsoft.com/graph/permissions-reference#reportsreadall
resource grant 'Microsoft.Graph/appRoleAssignedTo@v1.0' = {
  appRoleId: filter(
    graph.appRoles,
    role => role.value == permission && contains(role.allowedMemberTypes, 'Application')
  )[0].id
  principalId: principalId
  resourceId: graph.id
}
