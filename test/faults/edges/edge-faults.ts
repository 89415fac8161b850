import { monitorFaults } from './azure-monitor.ts';
import { blobFaults } from './blobs.ts';
import type { EdgeFault } from './edge.ts';
import { entraFaults } from './entra.ts';
import { folderFaults } from './folder.ts';
import { receiverFaults } from './receivers.ts';
import { wayFaults } from './way.ts';

export const EDGE_FAULTS: readonly EdgeFault[] = [
  ...wayFaults,
  ...entraFaults,
  ...blobFaults,
  ...folderFaults,
  ...receiverFaults,
  ...monitorFaults,
];
