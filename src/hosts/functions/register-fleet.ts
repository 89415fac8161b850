import { app, type HttpResponseInit, output } from '@azure/functions';
import { DEFAULT_PLAN_SCHEDULE } from '../../settings/default-schedules.ts';
import { environment } from '../../system/environment.ts';

type Handlers = typeof import('./handlers.ts');
type FleetHandlers = typeof import('./fleet-handlers.ts');

/** What is common to all functions, whoever they are for. */
export interface Registration {
  readonly authLevel: 'anonymous' | 'function';
  readonly run: (work: (handlers: Handlers) => Promise<void>) => Promise<void>;
  readonly respond: (work: (handlers: Handlers) => Promise<HttpResponseInit>) => Promise<HttpResponseInit>;
}

/** In the host's own storage. */
const QUEUE = { queueName: 'tenant-pulls', connection: 'AzureWebJobsStorage' };

/** Where the host puts a message that failed `maxDequeueCount` times, five in host.json. */
const POISON = { ...QUEUE, queueName: 'tenant-pulls-poison' };

/** The paths, with the functions that serve them; each is a function so that its calls are told apart. */
const PATHS = {
  metrics: 'metrics',
  tenantMetrics: 'metrics/{tenant}',
  targets: 'targets',
  tenantStatus: 'tenants/{tenant}',
};

/** The functions of many tenants: `plan` says who is due, `pull` pulls one of them, `poison` tells whom no message brings. */
export function registerFleet({ authLevel, run, respond }: Registration): void {
  const fleet = async <T>(work: (handlers: FleetHandlers) => Promise<T>): Promise<T> =>
    work(await import('./fleet-handlers.ts'));
  const dispatch = environment().TENANT_DISPATCH?.trim() || 'queue';
  const schedule = environment().PLAN_SCHEDULE?.trim() || DEFAULT_PLAN_SCHEDULE;

  if (dispatch === 'pool') {
    app.timer('plan', { schedule, handler: (_timer, context) => run(() => fleet(({ pool }) => pool(context))) });
  } else if (dispatch !== 'none') {
    const handler = async (_timer: unknown, context: Parameters<FleetHandlers['plan']>[0]) => {
      let messages: readonly string[] = [];
      await run(async () => {
        messages = await fleet(({ plan }) => plan(context));
      });
      return messages;
    };
    app.timer('plan', { schedule, return: output.storageQueue(QUEUE), handler });
    app.storageQueue('pull', {
      ...QUEUE,
      handler: (message, context) => run(() => fleet(({ pull }) => pull(message, context))),
    });
    app.storageQueue('poison', {
      ...POISON,
      handler: (message, context) => run(() => fleet(({ poison }) => poison(message, context))),
    });
  }

  const serveAt = (name: string, route: string, level: Registration['authLevel']) =>
    app.http(name, {
      route,
      methods: ['GET', 'HEAD'],
      authLevel: level,
      handler: (request, context) => respond(() => fleet(({ serve }) => serve(name, request, context))),
    });
  for (const [name, route] of Object.entries(PATHS)) serveAt(name, route, authLevel);
  serveAt('status', '{ignored:maxlength(0)?}', authLevel);
  serveAt('healthz', 'healthz', 'anonymous');
  serveAt('consented', 'consented', 'anonymous');
}
