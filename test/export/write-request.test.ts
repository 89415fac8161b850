import { expect, it } from 'vitest';
import { toWriteRequest } from '../../src/export/write-request.ts';
import { decodeWriteRequest } from '../support/protobuf.ts';

it('is protobuf in a Snappy block, labels in order, empty ones left out', () => {
  const labels = { report_date: '2026-11-18', app: 'é "x"', item: '' };
  const samples = [
    [1_795_000_000_123, 26.8],
    [1_795_000_060_123, 0],
  ] as const;

  expect(decodeWriteRequest(Buffer.from(toWriteRequest([{ name: 'm365_x', labels, samples }])))).toEqual([
    {
      labels: [
        ['__name__', 'm365_x'],
        ['app', 'é "x"'],
        ['report_date', '2026-11-18'],
      ],
      samples,
    },
  ]);
});
