/** By product, a question and the query that tells. A test looks the metrics up in the catalogue. */
export const EXAMPLES: Readonly<Record<string, readonly [question: string, query: string]>> = {
  'tenant-wide': [
    'the share of licensed users who were active within 30 days',
    'sum(m365_office365_users_latest{state="active", report_period="30"}) / sum(m365_office365_users_latest{report_period="30"})',
  ],
  teams: ['the messages sent on the newest date', 'sum(m365_teams_messages_latest)'],
  outlook: [
    'the mailboxes that can no longer send',
    'sum(m365_outlook_quota_mailboxes_latest{quota_status=~"send_prohibited|send_receive_prohibited"})',
  ],
  onedrive: ['the storage used, in terabytes', 'm365_onedrive_storage_used_bytes_latest / 1e12'],
  sharepoint: [
    'the share of sites that were active within 30 days, by type',
    'sum by (site_type) (m365_sharepoint_sites_active_latest) / sum by (site_type) (m365_sharepoint_sites_latest)',
  ],
  'viva-engage': ['the messages posted on the newest date', 'm365_viva_engage_messages_posted_latest'],
  groups: ['the share of groups that were active on the newest date', 'm365_groups_active_latest / m365_groups_latest'],
  copilot: [
    'the share of enabled users who used Copilot in any app on the newest date',
    'm365_copilot_any_app_users_active_latest / m365_copilot_any_app_users_enabled_latest',
  ],
  apps: ['the three apps that most people used', 'topk(3, m365_apps_users_latest)'],
  activations: ['the activations by platform', 'sum by (platform) (m365_activations_latest)'],
  forms: ['the responses on the newest date', 'sum(m365_forms_responses_latest)'],
  browser: ['the users of Edge on the newest date', 'm365_browser_users_latest{browser="edge"}'],
  skype: ['whether anybody still uses it', 'm365_skype_activity_peer_to_peer_sessions_latest > 0'],
};
