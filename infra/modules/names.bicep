metadata name = 'Names'
metadata description = 'What resources are called, by the abbreviations of the Cloud Adoption Framework: https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-abbreviations'

@export()
@sealed()
@description('Names of your own; what is left out is derived.')
type chosenNames = {
  @minLength(2)
  @maxLength(60)
  functionApp: string?

  @maxLength(60)
  plan: string?

  @minLength(3)
  @maxLength(24)
  storageAccount: string?

  @minLength(3)
  @maxLength(128)
  identity: string?

  @maxLength(260)
  applicationInsights: string?

  @minLength(4)
  @maxLength(63)
  workspace: string?

  @minLength(4)
  @maxLength(63)
  monitorWorkspace: string?

  @minLength(3)
  @maxLength(44)
  dataCollectionEndpoint: string?

  @minLength(3)
  @maxLength(64)
  dataCollectionRule: string?

  @maxLength(260)
  actionGroup: string?

  @minLength(2)
  @maxLength(23)
  grafana: string?

  @minLength(2)
  @maxLength(64)
  virtualNetwork: string?
}

@sealed()
type names = {
  functionApp: string
  plan: string
  storageAccount: string
  identity: string
  applicationInsights: string
  workspace: string
  monitorWorkspace: string
  dataCollectionEndpoint: string
  dataCollectionRule: string
  actionGroup: string
  grafana: string
  virtualNetwork: string
}

@export()
@description('The names of a deployment. The token tells deployments apart, in one resource group too.')
func namesOf(token string, chosen chosenNames) names => {
  functionApp: chosen.?functionApp ?? 'func-m365-usage-${token}'
  plan: chosen.?plan ?? 'asp-m365-usage-${token}'
  storageAccount: chosen.?storageAccount ?? 'stm365usage${token}'
  identity: chosen.?identity ?? 'id-m365-usage-${token}'
  applicationInsights: chosen.?applicationInsights ?? 'appi-m365-usage-${token}'
  workspace: chosen.?workspace ?? 'log-m365-usage-${token}'
  monitorWorkspace: chosen.?monitorWorkspace ?? 'amw-m365-usage-${token}'
  dataCollectionEndpoint: chosen.?dataCollectionEndpoint ?? 'dce-m365-usage-${token}'
  dataCollectionRule: chosen.?dataCollectionRule ?? 'dcr-m365-usage-${token}'
  actionGroup: chosen.?actionGroup ?? 'ag-m365-usage-${token}'
  grafana: chosen.?grafana ?? 'amg-${token}'
  virtualNetwork: chosen.?virtualNetwork ?? 'vnet-m365-usage-${token}'
}
