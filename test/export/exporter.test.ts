import { describe, expect, it } from 'vitest';
import { ExportError, sendBatches } from '../../src/export/exporter.ts';

describe('batches', () => {
  it('go on after one that is rejected, and its error counts', async () => {
    expect(await send({ b: new ExportError('no') })).toEqual([['a', 'b', 'c'], 'no']);
  });

  it('end where the next would fare alike', async () => {
    expect(await send({ b: new ExportError('nobody there', { endsPush: true }) })).toEqual([
      ['a', 'b'],
      'nobody there',
    ]);
  });

  it('end when their time is up', async () => {
    expect(await send({}, AbortSignal.abort())).toEqual([[], expect.stringContaining('took too long')]);
  });
});

/** What was sent, and what the push ended with. */
async function send(errors: Readonly<Record<string, Error>>, signal = AbortSignal.timeout(10_000)) {
  const sent: string[] = [];
  const sendOne = async (batch: string) => {
    sent.push(batch);
    if (errors[batch] !== undefined) throw errors[batch];
  };
  const message = await sendBatches(['a', 'b', 'c'], sendOne, signal).then(
    () => undefined,
    ({ message }: Error) => message,
  );
  return [sent, message];
}
