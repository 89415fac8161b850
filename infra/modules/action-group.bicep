metadata name = 'Who is told'
metadata description = 'The action group that alerts tell.'

import { tagsType } from 'interfaces.bicep'

@description('Required. Name of the action group.')
param name string

@description('Required. Mail addresses that are told; none leaves alerts in the portal.')
param emailAddresses string[]

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
