import { app, type HttpResponseInit } from '@azure/functions';
import { DEFAULT_COLLECT_SCHEDULE, DEFAULT_PUSH_SCHEDULE } from '../../settings/default-schedules.ts';
import { nodeProblem } from '../../settings/node-version.ts';
import { environment } from '../../system/environment.ts';

/**
 * Registration, and as little more as can be: what throws here takes every function down, and what is imported here is
 * paid for at every cold start. The settings needed so early are checked with all others at the first call.
 */
const schedule = environment().COLLECT_SCHEDULE?.trim() || DEFAULT_COLLECT_SCHEDULE;
const authLevel = environment().HTTP_AUTH?.trim() === 'anonymous' ? 'anonymous' : 'function';

/** An old Node.js cannot load what is behind the registration: every function reports that instead. */
const problem = nodeProblem(process.versions.node, 'choose a newer one for the Function app, such as 24');

type Handlers = typeof import('./handlers.ts');

async function run(work: (handlers: Handlers) => Promise<void>): Promise<void> {
  if (problem !== undefined) throw new Error(problem);
  await work(await import('./handlers.ts'));
}

async function respond(work: (handlers: Handlers) => Promise<HttpResponseInit>): Promise<HttpResponseInit> {
  if (problem !== undefined) return { status: 503, jsonBody: { status: 'unavailable', problem } };
  return work(await import('./handlers.ts'));
}

if (environment().TENANTS?.trim()) {
  const { registerFleet } = await import('./register-fleet.ts');
  registerFleet({ authLevel, run, respond });
} else {
  registerOne();
}

function registerOne(): void {
  app.timer('collect', {
    schedule,
    handler: (_timer, context) => run(({ collect }) => collect(context)),
  });

  if (/\b(prometheus_remote_write|otlp)\b/.test(environment().OTEL_METRICS_EXPORTER ?? '')) {
    app.timer('push', {
      schedule: environment().PUSH_SCHEDULE?.trim() || DEFAULT_PUSH_SCHEDULE,
      handler: (_timer, context) => run(({ push }) => push(context)),
    });
  }

  app.http('metrics', {
    route: 'metrics',
    methods: ['GET', 'HEAD'],
    authLevel,
    handler: (request, context) => respond(({ metrics }) => metrics(request, context)),
  });

  // An empty route would become the name of the function (Azure/Azure-Functions#2473).
  app.http('status', {
    route: '{ignored:maxlength(0)?}',
    methods: ['GET', 'HEAD'],
    authLevel,
    handler: (_request, context) => respond(({ status }) => status(context)),
  });

  app.http('healthz', {
    route: 'healthz',
    methods: ['GET', 'HEAD'],
    authLevel: 'anonymous',
    handler: (_request, context) => respond(({ healthz }) => healthz(context)),
  });
}
