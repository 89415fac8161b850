import type { HttpRequest, HttpResponseInit, InvocationContext } from '@azure/functions';
import { answerProblem } from '../http/healthz.ts';
import type { HttpAnswer } from '../http/http.ts';
import { levelled } from '../log.ts';
import { type App, openApp } from '../production.ts';
import { isFailed } from '../pull-report.ts';

let opened: Promise<App> | undefined;

/** Opened by the first call, and again by the next one while the settings are wrong. */
function openOnce(): Promise<App> {
  opened ??= openApp(process.env, 'functions').catch((error: unknown) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** Pull what is due. A failed report fails the invocation, so that the platform shows it. */
export async function collect(context: InvocationContext): Promise<void> {
  const app = await openOnce();
  const outcomes = await app.pull('due', { log: levelled(context, app.config.logLevel) });
  const failed = outcomes.filter(isFailed);
  if (failed.length === 0) return;
  throw new Error(
    `${failed.length} of ${outcomes.length} reports failed: ${failed.map(({ report }) => report.name).join(', ')}`,
  );
}

export async function metrics(request: HttpRequest, context: InvocationContext): Promise<HttpResponseInit> {
  return answer(context, (app) => app.metrics({ header: (name) => request.headers.get(name) ?? undefined }));
}

export async function healthz(context: InvocationContext): Promise<HttpResponseInit> {
  return answer(context, (app) => app.healthz());
}

async function answer(
  context: InvocationContext,
  respond: (app: App) => Promise<HttpAnswer>,
): Promise<HttpResponseInit> {
  try {
    return { ...(await respond(await openOnce())) };
  } catch (error) {
    context.error(error instanceof Error ? error.message : String(error));
    return { ...answerProblem(error) };
  }
}
