import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Account, type AccountRow, accountOf, type Mac, rowOf, summandOf } from './account.ts';
import { createSealedRows } from './sealed-rows.ts';

const mac: Mac = (data) => createHmac('sha256', 'a key').update(data).digest();
const account = (seq: number, reveals: number, id = 'per_a'): Account => ({
  kind: 'person',
  id,
  period: '2026-11-30',
  seq,
  counts: { reveals },
  marks: new Set(['a', 'b']),
});

test('a row that was seen and then edited in any column is as forged as one that was not seen', () => {
  const rows = createSealedRows(mac);
  const row = rows.seal(account(3, 9));
  expect(rows.open(row)?.counts).toEqual({ reveals: 9 });
  const edits: Partial<AccountRow>[] = [
    { kind: 'key' },
    { id: 'per_b' },
    { period: '2026-12-01' },
    { seq: 4 },
    { body: row.body.replace('9', '0') },
    { seal: rows.seal(account(4, 0)).seal },
  ];
  for (const edit of edits) {
    expect(rows.open({ ...row, ...edit }), Object.keys(edit)[0]).toBeNull();
    expect(rows.summand({ ...row, ...edit }), Object.keys(edit)[0]).toBe(summandOf(mac, { ...row, ...edit }));
  }
});

test('answers as the seals themselves do, whatever comes in whatever order', () => {
  const step = fc.record({
    id: fc.constantFrom('per_a', 'per_b'),
    seq: fc.integer({ min: 1, max: 4 }),
    reveals: fc.integer({ min: 0, max: 2 }),
    act: fc.constantFrom('seal', 'open', 'edited'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const rows = createSealedRows(mac);
      for (const { id, seq, reveals, act } of steps) {
        const slow = rowOf(mac, account(seq, reveals, id));
        const row = act === 'edited' ? { ...slow, body: slow.body.replace('reveals', 'revealz') } : slow;
        if (act === 'seal') expect(rows.seal(account(seq, reveals, id))).toEqual(slow);
        expect(rows.open(row)).toEqual(accountOf(mac, row));
        expect(rows.summand(row)).toBe(summandOf(mac, row));
      }
    }),
  );
});
