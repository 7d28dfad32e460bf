import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId, silentLog } from '#platform';
import { testDatabase, type TestDatabase } from '#platform/testing';
import {
  type CommitBatch,
  createImports,
  createVault,
  type Imports,
  memoryKeys,
  type Vault,
  vaultFunctions,
  vaultMigrations,
} from './index.ts';
import { csvCell } from './import-jobs.ts';
import { roughly } from './import-known.ts';
import { createOpener, findHolders } from './open.ts';

let db: TestDatabase;
let vault: Vault;
let imports: Imports;
const clock = (): Date => new Date();

beforeAll(async () => {
  db = await testDatabase({ migrations: vaultMigrations, functions: vaultFunctions });
});
beforeEach(async () => {
  await db.pool.query(
    'truncate vault_customers, vault_keys, vault_values, vault_index, vault_imports, vault_import_errors',
  );
  vault = await createVault({ db, keys: memoryKeys(), org: newId('org'), clock, log: silentLog }).catch(
    async () => {
      await db.pool.query('truncate vault_roots, vault_index_versions, vault_index_set');
      return createVault({ db, keys: memoryKeys(), org: newId('org'), clock, log: silentLog });
    },
  );
  imports = createImports({ vault, db, clock, log: silentLog });
});
afterAll(async () => {
  await vault.close();
  await db.drop();
});

const commitBatch: CommitBatch = async ({ rows }) => {
  await db.kysely.transaction().execute((tx) => vault.applyCreate(tx, rows, clock(), null));
  return { kind: 'granted', known: 0 };
};

async function* pieces(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

type Options = { dryRun?: boolean; commit?: CommitBatch; mapping?: Record<string, string | null> };

async function importFile(content: string | Uint8Array, options: Options = {}) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const { id } = await imports.start({
    upload: pieces(bytes),
    dryRun: options.dryRun ?? false,
    bytesTotal: bytes.length,
    mapping: options.mapping ?? {},
    team: null,
    by: null,
    commitBatch: options.commit ?? commitBatch,
  });
  await imports.settled();
  const job = await imports.find(id);
  if (job === null) throw new Error('no job');
  return job;
}

async function errorsOf(id: string): Promise<string> {
  let text = '';
  for await (const line of imports.errorFile(id)) text += line;
  return text;
}

async function stored(): Promise<Record<string, string[]>[]> {
  const opener = createOpener(vault);
  const { rows } = await db.pool.query(
    'select customer, vault_customer(customer) as json from vault_customers order by customer',
  );
  return Promise.all(
    rows.map(async ({ customer: id, json }) => {
      const customer = await vault.customerOf(json, id);
      const out: Record<string, string[]> = {};
      for (const { field, item } of customer.values)
        (out[field] ??= []).push(opener.open(customer, field, item));
      return out;
    }),
  );
}

const mobile = (n: number): string => `138${String(n).padStart(8, '0')}`;
const table = (rows: number): string =>
  `姓名,手机号,会员号\r\n${Array.from({ length: rows }, (_, n) => `陈思远,${mobile(n)},M${n}`).join('\r\n')}\r\n`;

describe('formats', () => {
  const text = '姓名,手机号,备注\r\n陈思远,13800005678,老客户\r\n"欧阳,娜",13900001111,"第一行\n第二行"\r\n';
  const expected = [
    { name: ['陈思远'], mobile: ['13800005678'] },
    { mobile: ['13900001111'], name: ['欧阳,娜'] },
  ];

  test.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('%s %#', async (encoding, bytes) => {
    const job = await importFile(bytes);
    expect(job).toMatchObject({ state: 'done', encoding, format: 'csv', imported: 2, failed: 0, rows: 2 });
    expect((await stored()).map((row) => row['mobile'])).toEqual(
      expect.arrayContaining(expected.map((e) => e.mobile)),
    );
  });

  test('GB18030', async () => {
    // 姓名,手机号 / 陈思远,13800005678
    const bytes = Buffer.concat([
      Buffer.from('d0d5c3fb2ccad6bbfabac50d0a', 'hex'),
      Buffer.from('b3c2cbbcd4b6', 'hex'),
      Buffer.from(',13800005678\r\n'),
    ]);
    const job = await importFile(bytes);
    expect(job).toMatchObject({ state: 'done', encoding: 'gb18030', imported: 1 });
    expect(await stored()).toEqual([{ name: ['陈思远'], mobile: ['13800005678'] }]);
  });

  test('JSON lines, with several values of one field', async () => {
    const lines = [
      { 姓名: '陈思远', mobile: ['13800005678', '13800005679'] },
      { 姓名: '李雷', mobile: 13900001111 },
    ];
    const job = await importFile(
      `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"姓名":\n{"姓名":1e20}\n`,
    );
    expect(job).toMatchObject({ state: 'done', format: 'jsonl', imported: 2, failed: 2 });
    expect(await errorsOf(job.id)).toBe('row,column,code\r\n3,"","bad-json"\r\n4,"","bad-json"\r\n');
    expect(await stored()).toContainEqual({
      name: ['陈思远'],
      mobile: expect.arrayContaining(['13800005678', '13800005679']),
    });
  });

  test('a file that changes its encoding half way is refused', async () => {
    const bytes = Buffer.concat([Buffer.from(table(8000)), Buffer.from('b3c2cbbcd4b6', 'hex')]);
    expect(await importFile(bytes)).toMatchObject({ state: 'failed', code: 'bad-encoding' });
  });
});

describe('columns', () => {
  test('are recognised by header and by content, and can be overruled', async () => {
    const csv = '客户姓名;联系电话;备用;备注\n陈思远;13800005678;siyuan@mail.example;13800005678\n';
    const job = await importFile(csv, { mapping: { 备注: null }, dryRun: true });
    expect(job.columns.map(({ column, field }) => [column, field])).toEqual([
      ['客户姓名', 'name'],
      ['联系电话', 'mobile'],
      ['备用', 'email'],
      ['备注', null],
    ]);
    expect(job.columns[1]?.confidence).toBeGreaterThan(0.9);
  });

  test('a file without a header shows no value as a column', async () => {
    const job = await importFile('13800005678,siyuan@mail.example\n13800005679,si@mail.example\n');
    expect(job).toMatchObject({
      imported: 2,
      columns: [
        { column: '#1', field: 'mobile' },
        { column: '#2', field: 'email' },
      ],
    });
  });

  test('the preview is masked, in the answer and in the table', async () => {
    const job = await importFile(table(20), { dryRun: true });
    expect(job.preview[3]).toEqual({ 姓名: '*思远', 手机号: '138******03', 会员号: '******' });
    const dump = JSON.stringify((await db.pool.query('select * from vault_imports')).rows);
    expect(dump).not.toContain('思远');
  });
});

describe('rows', () => {
  test('faulty rows are left out and listed without their values', async () => {
    const csv =
      '姓名,手机号,身份证号\n陈思远,13800005678,330106198603120017\n李雷,138,330106198603120018\n,,\n韩梅梅,13800005680,\n';
    const job = await importFile(csv);
    expect(job).toMatchObject({ imported: 2, failed: 2, duplicates: 0 });
    expect(await errorsOf(job.id)).toBe(
      'row,column,code\r\n3,"手机号","not-a-mobile"\r\n3,"身份证号","bad-check-digit"\r\n4,"","empty"\r\n',
    );
  });

  test('rows that repeat one of the file are left out and listed, in a dry run too', async () => {
    const csv = '姓名,会员号\n陈思远,M1\n李雷,M2\n李磊,m-2\n张三,?\n';
    for (const dryRun of [true, false]) {
      const job = await importFile(csv, { dryRun });
      expect(job).toMatchObject({ state: 'done', dryRun, imported: 2, duplicates: 1, failed: 1 });
      expect(await errorsOf(job.id)).toContain('4,"会员号","repeated"');
      expect(await stored()).toHaveLength(dryRun ? 0 : 2);
    }
  });

  test('a dry run asks nobody about what is stored, and answers the same whether it is there', async () => {
    await importFile('姓名,会员号\n陈思远,M1\n');
    let asked = 0;
    const dry = (csv: string) =>
      importFile(csv, { dryRun: true, commit: async () => (asked++, { kind: 'granted', known: 1 }) });
    const there = await dry('姓名,会员号\n候选一,M1\n');
    const absent = await dry('姓名,会员号\n候选一,M9\n');
    const told = ({ id: _, startedAt: __, endedAt: ___, rowsPerSecond: ____, ...rest }: typeof there) => rest;
    expect(told(there)).toEqual(told(absent));
    expect(await errorsOf(there.id)).toBe(await errorsOf(absent.id));
    expect(asked).toBe(0);
  });

  test('how many were there before is told in hundreds, at the end, and of no row', async () => {
    let meanwhile: unknown = 0;
    const job = await importFile(table(700), {
      commit: async (batch) => {
        meanwhile = (await imports.find(batch.job))?.known;
        await commitBatch({ ...batch, rows: batch.rows.slice(37) });
        return { kind: 'granted', known: 37 };
      },
    });
    expect(meanwhile).toBeNull();
    expect(job).toMatchObject({ state: 'done', imported: 700, failed: 0, duplicates: 0 });
    expect([0, 100]).toContain(job.known);
    expect(await errorsOf(job.id)).toBe('row,column,code\r\n');
  });

  test('a refused batch ends the job and leaves nothing of it', async () => {
    let calls = 0;
    const job = await importFile(table(1200), {
      commit: async (batch) => (++calls < 2 ? commitBatch(batch) : { kind: 'refused', code: 'guesses' }),
    });
    expect(job).toMatchObject({ state: 'failed', code: 'guesses', imported: 500 });
    expect(await stored()).toHaveLength(500);
  });
});

describe('hostile files', () => {
  test.each([
    [
      'a huge field',
      `姓名,手机号\n${'陈'.repeat(400_000)},13800005678\n李雷,13800005679\n`,
      '2,"","row-too-large"',
    ],
    [
      'a million columns',
      `姓名,手机号\n${'a,'.repeat(1_000_000)}\n李雷,13800005679\n`,
      '2,"","row-too-large"',
    ],
    ['many columns', `姓名,手机号\n${'a,'.repeat(5000)}\n李雷,13800005679\n`, '2,"","too-many-columns"'],
    ['NUL', `姓名,手机号\n陈\0思远,13800005678\n李雷,13800005679\n`, '2,"姓名","control-character"'],
    ['loose quotes', `姓名,手机号\n"陈"思远,13800005678\n李雷,13800005679\n`, '2,"","bad-quotes"'],
    [
      'prototype names',
      `姓名,手机号,__proto__\n,13800005678,x\n李雷,1,constructor\n`,
      '3,"手机号","not-a-mobile"',
    ],
  ])('%s', async (_, csv, error) => {
    const job = await importFile(csv);
    expect(job).toMatchObject({ state: 'done', imported: 1 });
    expect(await errorsOf(job.id)).toContain(error);
  });

  test('a quote that is never closed ends the file there and says so', async () => {
    const job = await importFile(`姓名,手机号\n陈思远,13800005678\n"李雷,13800005679\n${table(9000)}`);
    expect(job).toMatchObject({ state: 'failed', code: 'unbalanced-quote', imported: 1 });
    expect(await errorsOf(job.id)).toContain('3,"","unbalanced-quote"');
  });

  test.each([
    '=1+1',
    ' =1+1',
    '\u3000=1+1',
    '\t=1+1',
    '\u200b=1+1',
    '＝1+1',
    ' ＋1',
    '@SUM(1)',
    '-1+1',
    '−1',
    '|cmd',
    '=HYPERLINK("http://x.example")',
  ])('a column that is a formula is inert in the error file %#', async (header) => {
    const job = await importFile(`"${header.replaceAll('"', '""')}",手机号\nx,1\n`);
    expect(csvCell(header)).toBe(`"'${header.replaceAll('"', '""')}"`);
    for (const line of (await errorsOf(job.id)).trim().split('\r\n').slice(1))
      expect(line).toMatch(/^\d+,"(?![\s\p{Cf}]*[=+\-@|＝＋－＠−])/u);
  });

  test('the preview shows no cell of a column that goes to no field, and none without its form', async () => {
    const csv =
      '姓名,手机号,暗号,备用\n陈思远,13800005678,蓝鲸7749,鸢尾3316\n李雷,紫杉5582,蓝鲸7749,鸢尾3316\n';
    const job = await importFile(csv, { dryRun: true, mapping: { 备用: null } });
    expect(job.preview.map((row) => Object.keys(row))).toEqual([
      ['姓名', '手机号'],
      ['姓名', '手机号'],
    ]);
    expect(job.preview[1]?.['手机号']).toBe('•••');
  });

  test('a half-sent upload imports nothing and keeps nothing', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(table(100));
      throw new Error('connection reset');
    }
    const job = await imports.start({
      upload: broken(),
      dryRun: false,
      bytesTotal: null,
      mapping: {},
      team: null,
      by: null,
      commitBatch,
    });
    expect(job).toMatchObject({ state: 'failed', code: 'incomplete-upload', imported: 0 });
    expect(await stored()).toEqual([]);
    expect((await db.pool.query('select * from vault_import_spool')).rows).toEqual([]);
  });
});

describe('what is told of those who were there before', () => {
  test('is on average their number, and differs by one customer in one import of a hundred', () => {
    const shifts = Array.from({ length: 100 }, (_, shift) => shift);
    const told = (known: number): number[] => shifts.map((shift) => roughly(known, 900, shift) ?? Number.NaN);
    for (const known of [0, 1, 37, 99, 100, 250, 800]) {
      const sum = told(known).reduce((a, b) => a + b, 0);
      expect(sum / 100).toBe(known);
      const changed = told(known).filter((each, shift) => each !== told(known + 1)[shift]);
      expect(changed).toHaveLength(1);
    }
    for (const shift of shifts) {
      expect(roughly(99, 99, shift)).toBeNull();
      expect(roughly(150, 150, shift)).toBe(100);
    }
  });
});

describe('who holds a value already', () => {
  test('is found whosever it is, by as many statements as when nobody is', async () => {
    await importFile('姓名,会员号,身份证号\n陈思远,M1,330106198603120017\n李雷,M2,\n');
    const made = (fields: Record<string, string>) =>
      vault.prepareCreate({ team: null, fields }).then((each) => {
        if (each.kind === 'invalid') throw new Error('invalid');
        return each.prepared;
      });
    const found = await findHolders(vault, db, [
      await made({ memberNumber: 'm-1', residentId: '330106198603120017' }),
      await made({ memberNumber: 'M2', residentId: '330106198603120017' }),
      await made({ memberNumber: 'M3' }),
      await made({ name: '陈思远' }),
    ]);
    expect(found.ids.map((each) => each.length)).toEqual([1, 2, 0, 0]);
    const facts = await found.facts();
    expect(facts.map((each) => each.map(({ id }) => id))).toEqual(found.ids);
    expect(facts[0]?.[0]).toMatchObject({ team: null, vip: false, binned: false });
    expect((await findHolders(vault, db, [])).ids).toEqual([]);
  });
});

describe('going on', () => {
  test('an import that ran out of probes keeps its upload and goes on when there are more', async () => {
    let left = 1;
    const commit: CommitBatch = async (batch) =>
      left-- > 0 ? commitBatch(batch) : { kind: 'refused', code: 'probes-gone' };
    const first = await importFile(table(1300), { commit });
    expect(first).toMatchObject({ state: 'failed', code: 'probes-gone', imported: 500, known: null });
    left = 9;
    expect(await imports.resume(first.id, commit)).toBe(true);
    await imports.settled();
    expect(await imports.find(first.id)).toMatchObject({ state: 'done', imported: 1300, code: null });
    expect(await stored()).toHaveLength(1300);
  });

  test('an import that broke off goes on without losing or doubling a row', async () => {
    let calls = 0;
    const first = await importFile(table(1300), {
      commit: async (batch) => {
        const outcome = await commitBatch(batch);
        // The second batch is committed, and the server dies before it hears of it.
        if (++calls === 2) throw new Error('killed');
        return outcome;
      },
    });
    expect(first).toMatchObject({ state: 'failed', code: 'interrupted', imported: 500 });
    expect(await imports.resume(first.id, commitBatch)).toBe(true);
    await imports.settled();
    expect(await imports.find(first.id)).toMatchObject({
      state: 'done',
      imported: 1300,
      known: expect.any(Number),
      duplicates: 0,
      failed: 0,
    });
    expect(await stored()).toHaveLength(1300);
    expect((await db.pool.query('select * from vault_import_spool')).rows).toEqual([]);
    expect(await imports.resume(first.id, commitBatch)).toBe(false);
  });

  test('a cancelled import stops between two batches', async () => {
    const job = await importFile(table(2000), {
      commit: async (batch) => {
        const outcome = await commitBatch(batch);
        await db.pool.query("update vault_imports set state = 'cancelled' where id = $1", [batch.job]);
        return outcome;
      },
    });
    expect(job.state).toBe('cancelled');
    expect(await stored()).toHaveLength(500);
  });

  test('what waits in the spool is sealed', async () => {
    let spool = '';
    await importFile(table(50), {
      commit: async (batch) => {
        spool = JSON.stringify(
          (await db.pool.query("select encode(sealed, 'escape') as s from vault_import_spool")).rows,
        );
        return commitBatch(batch);
      },
    });
    expect(spool.length).toBeGreaterThan(1000);
    expect(spool).not.toContain(mobile(7));
  });
});
