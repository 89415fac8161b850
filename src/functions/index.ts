import { app } from '@azure/functions';

/**
 * Registration, and as little more as can be: what throws here takes every function down, and what is imported here is
 * paid for at every cold start. The settings needed so early are checked with all others at the first call.
 */
const schedule = process.env.COLLECT_SCHEDULE?.trim() || '0 10 * * * *';
const authLevel = process.env.HTTP_AUTH?.trim() === 'anonymous' ? 'anonymous' : 'function';

app.timer('collect', {
  schedule,
  handler: async (_timer, context) => (await import('./handlers.ts')).collect(context),
});

if (/\b(prometheus_remote_write|otlp)\b/.test(process.env.OTEL_METRICS_EXPORTER ?? '')) {
  app.timer('push', {
    schedule: process.env.PUSH_SCHEDULE?.trim() || '0 */2 * * * *',
    handler: async (_timer, context) => (await import('./handlers.ts')).push(context),
  });
}

app.http('metrics', {
  route: 'metrics',
  methods: ['GET', 'HEAD'],
  authLevel,
  handler: async (request, context) => (await import('./handlers.ts')).metrics(request, context),
});

// An empty route would become the name of the function (Azure/Azure-Functions#2473).
app.http('status', {
  route: '{ignored:maxlength(0)?}',
  methods: ['GET', 'HEAD'],
  authLevel,
  handler: async (_request, context) => (await import('./handlers.ts')).status(context),
});

app.http('healthz', {
  route: 'healthz',
  methods: ['GET', 'HEAD'],
  authLevel: 'anonymous',
  handler: async (_request, context) => (await import('./handlers.ts')).healthz(context),
});
