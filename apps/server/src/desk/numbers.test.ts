import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDesk, type TestDesk } from '../testing/desk.ts';

/** Counters outlive the width that somebody gave them. */

let desk: TestDesk;

beforeAll(async () => {
  desk = await openTestDesk();
});
afterAll(() => desk.close());

const numbers = async (day: string, from: number, count: number): Promise<string[]> => {
  await desk.db.pool.query(
    'insert into desk_numbers (day, n) values ($1, $2) on conflict (day) do update set n = excluded.n',
    [day, from],
  );
  const found = await desk.db.pool.query<{ number: string }>(
    'select desk_number($1::date) as number from generate_series(1, $2)',
    [day, count],
  );
  return found.rows.map((row) => row.number);
};

describe("a case's number", () => {
  it('goes on after 9,999 cases of a day: contacts are opened as before', async () => {
    const day = desk.rooms.clock().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
    await numbers(day, 9_997, 0);
    for (let n = 0; n < 5; n += 1) await desk.contact('li.na', null);
    const agent = await desk.signIn('li.na');
    const { body } = await agent.get('/cases');
    const seen = (body.rows as { number: string }[]).map((row) => row.number.split('-')[1]);
    expect(seen.slice(0, 5)).toEqual(['10002', '10001', '10000', '9999', '9998']);
  });

  it('is another one every time and says the same count, however many there were', async () => {
    const far = fc.integer({ min: 0, max: 2_000_000_000 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(far, fc.constantFrom(9, 99, 999, 9998, 99_998, 999_998)), async (from) => {
        const made = await numbers('2031-02-03', from, 5);
        expect(made.map((each) => Number(each.split('-')[1]))).toEqual([1, 2, 3, 4, 5].map((n) => from + n));
        expect(new Set(made).size).toBe(5);
        for (const each of made) expect(each).toMatch(/^20310203-\d{4,}$/);
      }),
      { numRuns: 40 },
    );
  });
});

describe('everything that is brought to a width', () => {
  /** Where the product does it, and why nothing longer can come. A new place is looked at and written here. */
  const known: Readonly<Record<string, string>> = {
    'apps/server/src/desk/functions.ts': 'the number of a case: widens',
    'apps/server/src/desk/migrations.ts': 'the same, as it was before',
    'apps/server/src/identity/functions.ts': 'a moment',
    'apps/server/src/identity/migrations.ts': 'a moment',
    'apps/server/src/identity/person-row.ts': 'a day',
    'apps/server/src/identity/totp.ts': 'below a million',
    'apps/server/src/gate/functions.ts': 'moments and days',
    'apps/server/src/gate/migrations.ts': 'moments',
    'apps/server/src/vault/normalise.ts': 'month and day',
    'apps/server/src/access/note-scan.ts': 'month and day',
    'apps/server/src/demo/customers.ts': 'a sequence below 999, months and days',
    'apps/server/src/demo/sign-ins.ts': 'bits of a byte',
    'apps/server/src/demo/random.ts': 'ids of the demo, which has no million of anything',
    'apps/cli/src/output.ts': 'a code unit',
    'packages/detect/src/disguise.ts': 'month and day',
    'packages/detect/src/mask/mask.ts': 'a month',
    'apps/server/src/platform/wal.ts':
      'the name of a file of the write-ahead log: eight digits each of numbers of 32 bits',
    'apps/server/src/ledger/journal.ts': 'the name of a file: widens; files are read in any order',
    'packages/ledger/src/tiles.ts': 'widens by three',
    'packages/ledger/src/encoding.ts': 'a byte',
    'packages/ledger/src/note.ts': 'a byte',
  };

  it('is known not to be cut or to outgrow it', () => {
    const root = new URL('../../../../', import.meta.url);
    const folders = [
      'apps/server/src',
      'apps/cli/src',
      'packages/detect/src',
      'packages/ledger/src',
      'packages/sdk/src',
    ];
    const files = folders.flatMap((folder) =>
      readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file}`),
    );
    expect(files.length).toBeGreaterThan(200);
    const found = files.filter(
      (file) =>
        !/\.(?:test|cases)\.ts$|\/testing[^/]*\.ts$/.test(file) &&
        /lpad\(|rpad\(|to_char\(|padStart\(/.test(readFileSync(new URL(file, root), 'utf8')),
    );
    expect(found.filter((file) => !(file in known))).toEqual([]);
  });
});
