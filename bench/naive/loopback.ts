/**
 * Preloaded before the script, so that it stays as one would write it: the SDK gives its token to Microsoft's hosts only,
 * and what was meant for them goes to the sample tenant.
 */
import { beChild } from '../child.ts';

const real = globalThis.fetch;
globalThis.fetch = (input, init) =>
  real(String(input).replace('https://graph.microsoft.com', process.env.GRAPH_ENDPOINT ?? ''), init);
beChild({});
