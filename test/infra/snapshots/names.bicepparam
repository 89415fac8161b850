using '../../../infra/main.bicep'

param environmentName = 'prod'
param withManagedPrometheus = true
param withLogAlerts = true
param withGrafana = true
param withPrivateNetwork = true
param names = {
  functionApp: 'func-contoso-usage'
  plan: 'asp-contoso-usage'
  storageAccount: 'stcontosousage'
  identity: 'id-contoso-usage'
  applicationInsights: 'appi-contoso-usage'
  workspace: 'log-contoso-usage'
  monitorWorkspace: 'amw-contoso-usage'
  dataCollectionEndpoint: 'dce-contoso-usage'
  dataCollectionRule: 'dcr-contoso-usage'
  actionGroup: 'ag-contoso-usage'
  grafana: 'amg-contoso-usage'
  virtualNetwork: 'vnet-contoso-usage'
}
