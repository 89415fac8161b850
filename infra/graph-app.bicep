metadata name = 'Graph application'
metadata description = 'The application that many tenants consent to. It needs a deployer who may register applications, so it is a file of its own; scripts/register-app.sh is the same without Bicep.'

extension microsoftGraphV1

@description('Required. Principal ID of the identity of the function app: the output `PRINCIPAL_ID` of main.bicep.')
param principalId string

@description('Required. Host name of the function app, to which Entra sends administrators back who have consented.')
param hostName string

var graphAppId = '00000003-0000-0000-c000-000000000000'
// Reports.Read.All: https://learn.microsoft.com/graph/permissions-reference#reportsreadall
var permissionId = '230c1aed-a721-4c5d-9cb4-a90514e508ef'

// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
var audiences = {
  AzureUSGovernment: 'api://AzureADTokenExchangeUSGov'
  AzureChinaCloud: 'api://AzureADTokenExchangeChina'
}

resource application 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'm365-usage-exporter-${principalId}'
  displayName: 'Microsoft 365 usage exporter'
  signInAudience: 'AzureADMultipleOrgs'
  web: { redirectUris: ['https://${hostName}/consented'] }
  requiredResourceAccess: [{ resourceAppId: graphAppId, resourceAccess: [{ id: permissionId, type: 'Role' }] }]

  resource credential 'federatedIdentityCredentials@v1.0' = {
    name: '${application.uniqueName}/managed-identity'
    description: 'The managed identity of the Microsoft 365 usage exporter'
    issuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
    subject: principalId
    audiences: [audiences[?environment().name] ?? 'api://AzureADTokenExchange']
  }
}

@description('Client ID: the parameter `graphApplicationId` of main.bicep.')
output APPLICATION_ID string = application.appId
