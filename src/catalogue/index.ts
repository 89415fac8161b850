import { activations } from './activations.ts';
import { apps } from './apps.ts';
import { browser } from './browser.ts';
import { copilot } from './copilot.ts';
import { reportsOf } from './defaults.ts';
import { forms } from './forms.ts';
import { groups } from './groups.ts';
import { onedrive } from './onedrive.ts';
import { outlook } from './outlook.ts';
import { sharepoint } from './sharepoint.ts';
import { skype } from './skype.ts';
import { teams } from './teams.ts';
import { tenantWide } from './tenant-wide.ts';
import type { Product, Report } from './types.ts';
import { vivaEngage } from './viva-engage.ts';

/** Every product, in the order in which people look for them; the retired one stands last. */
export const products: readonly Product[] = [
  tenantWide,
  teams,
  outlook,
  onedrive,
  sharepoint,
  vivaEngage,
  groups,
  copilot,
  apps,
  activations,
  forms,
  browser,
  skype,
];

/** Every report the exporter knows. To add one: an entry in its product's file, nothing else. */
export const reports: readonly Report[] = products.flatMap(reportsOf);
