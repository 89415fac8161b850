using 'app-settings.bicep'
