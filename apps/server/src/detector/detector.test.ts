import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Recognizers, RuleFile, TextFindings, Trial, WordLists } from '@huke/sdk';
import { find } from '@huke/detect';
import { openRowSeal, silentLog } from '#platform';
import { type Caller, openTestDesk, type TestDesk } from '../testing/desk.ts';
import { createDetector, type Detector } from './index.ts';
import { ordinaryMessages } from './sample.ts';
import { readCurrent, readHead, writeVersion } from './store.ts';

let desk: TestDesk;
let officer: Caller;
let second: Caller;
let agent: Caller;
beforeAll(async () => {
  desk = await openTestDesk({ customers: 30 });
  officer = await desk.signIn('hu.yue');
  second = await desk.signIn('xu.feng');
  agent = await desk.signIn('li.na');
});
afterAll(() => desk.close());

const vip = { name: '贵宾卡号', type: 'SOCIAL_ACCOUNT', pattern: 'VIP\\d{6}', score: 0.9 };
const banned = { name: '禁用承诺', reason: '不得承诺收益', words: ['稳赚不赔', '保本'] };

const add = async (rule: object): Promise<{ id: string; version: number }> => {
  const answer = await officer.post('/text/recognizers', { rule });
  expect(answer.status).toBe(200);
  return answer.body as { id: string; version: number };
};
const clear = async (): Promise<void> => {
  // the limits of requests are not what is tested here
  desk.pass(60);
  const { recognizers } = (await officer.get('/text/recognizers')).body as Recognizers;
  for (const each of recognizers.filter((one) => one.state !== 'deleted'))
    await officer.send('DELETE', `/text/recognizers/${each.id}`);
  const { wordLists } = (await officer.get('/text/word-lists')).body as WordLists;
  for (const each of wordLists.filter((one) => one.state !== 'deleted'))
    await officer.send('DELETE', `/text/word-lists/${each.id}`);
};
const found = async (text: string): Promise<TextFindings> =>
  (await agent.post('/text/findings', { text })).body as TextFindings;
const another = (): Promise<Detector> =>
  createDetector({
    db: desk.db,
    ledger: desk.rooms.ledger,
    clock: desk.clock,
    log: silentLog,
    mac: openRowSeal(desk.config.keysDir),
    colleagues: desk.rooms.identity.colleagues,
  });

describe('a rule of the organisation', () => {
  test('applies at once to findings, masks and notes, and is listed with who changed it', async () => {
    await clear();
    const made = await add(vip);
    expect((await found('您的卡是VIP123456')).findings).toMatchObject([
      { type: 'SOCIAL_ACCOUNT', start: 4, end: 13, recognizer: '贵宾卡号', level: 'C2' },
    ]);
    const masked = await agent.post('/text/mask', { text: '您的卡是VIP123456', scenario: 'chat' });
    expect(masked.body.text).not.toContain('123456');
    const { body } = await second.get('/text/recognizers');
    expect(body).toMatchObject({ mayChange: true, altered: false });
    expect((body as Recognizers).recognizers.find((each) => each.id === made.id)).toMatchObject({
      state: 'on',
      version: 1,
      changedBy: { name: '胡月' },
      rule: { ...vip, context: [], checksum: null },
    });
    const call = await desk.contact('li.na', desk.customerOf('li.na').id);
    const note = await agent.post(`/cases/${call.case}/notes`, { text: '客户报了VIP654321' });
    expect(note.status).toBe(200);
    expect(note.text).not.toContain('654321');
    expect((await agent.get(`/cases/${call.case}`)).text).not.toContain('654321');
  });

  test('a word list names list and reason, masks nothing, and warns who writes a note', async () => {
    await clear();
    const made = await officer.post('/text/word-lists', { rule: banned });
    expect(made.body).toMatchObject({ state: 'on', rule: { name: '禁用承诺', count: 2 } });
    const text = '这款产品稳 赚 不 赔';
    expect(await found(text)).toMatchObject({
      words: [{ start: 4, end: 11, list: '禁用承诺', reason: '不得承诺收益' }],
      wordsLeft: 0,
    });
    expect((await agent.post('/text/mask', { text })).body).toMatchObject({ text, words: [{ start: 4 }] });
    const { body } = await officer.get(`/text/word-lists/${made.body.id}`);
    expect(body.rule.words).toEqual(banned.words);
    const call = await desk.contact('li.na', desk.customerOf('li.na', 1).id);
    const note = await agent.post(`/cases/${call.case}/notes`, { text: '已告知不保本，保本说法有误' });
    expect(note.body.offends).toEqual([{ list: '禁用承诺', reason: '不得承诺收益' }]);
  });

  test('is changed, switched, deleted and restored, each a version and an entry without its text', async () => {
    await clear();
    const { id } = await add(vip);
    const put = (body: object) => officer.send('PUT', `/text/recognizers/${id}`, body);
    expect((await put({ version: 1, rule: { ...vip, pattern: 'VIP\\d{8}' } })).body.version).toBe(2);
    expect((await put({ version: 1, on: false })).body.code).toBe('changed-meanwhile');
    expect((await put({ version: 2, on: false })).body).toMatchObject({ state: 'off', version: 3 });
    expect((await found('VIP12345678')).findings.filter((each) => each.recognizer)).toEqual([]);
    expect((await put({ version: 3, on: true })).body.state).toBe('on');
    expect((await officer.send('DELETE', `/text/recognizers/${id}`)).status).toBe(204);
    expect((await put({ version: 5, on: true })).body.code).toBe('no-such-rule');
    const back = await second.post(`/text/recognizers/${id}/restore`, { version: 1 });
    expect(back.body).toMatchObject({ state: 'on', version: 6, rule: { pattern: vip.pattern } });
    const { versions } = (await officer.get(`/text/recognizers/${id}/versions`)).body;
    expect(versions.map((each: { act: string }) => each.act)).toEqual([
      'restored',
      'deleted',
      'switched-on',
      'switched-off',
      'changed',
      'added',
    ]);
    const auditor = await desk.signIn('gao.yuan');
    const entries = await auditor.get('/ledger/entries?limit=20');
    const bytes = (entries.body.entries as { bytes: string }[]).map((each) =>
      Buffer.from(each.bytes, 'base64').toString(),
    );
    const restored = bytes.find((each) => each.includes('"recognizer-restored"')) ?? '';
    expect(JSON.parse(restored)).toMatchObject({ object: id, count: 6, person: second.id });
    expect(bytes.some((each) => each.includes('VIP') || each.includes('贵宾'))).toBe(false);
  });

  test('a change that also switches is entered as the switch', async () => {
    await clear();
    const { id } = await add(vip);
    const put = (body: object) => officer.send('PUT', `/text/recognizers/${id}`, body);
    expect((await put({ version: 1, rule: { ...vip, score: 0.8 }, on: false })).body.state).toBe('off');
    expect((await put({ version: 2, rule: vip, on: false })).body.state).toBe('off');
    expect((await put({ version: 3, rule: vip, on: true })).body.state).toBe('on');
    const { versions } = (await officer.get(`/text/recognizers/${id}/versions`)).body;
    expect(versions.map((each: { act: string }) => each.act)).toEqual([
      'switched-on',
      'changed',
      'switched-off',
      'added',
    ]);
  });

  test('says what is wrong and where, and takes no second of a name', async () => {
    await clear();
    await add(vip);
    expect((await officer.post('/text/recognizers', { rule: vip })).body.code).toBe('taken');
    const wrong = async (path: string, rule: object) => (await officer.post(path, { rule })).body;
    expect(await wrong('/text/recognizers', { ...vip, name: 'b', pattern: 'VIP\\d+' })).toMatchObject({
      code: 'rule-refused',
      errors: [{ path: 'pattern', code: 'endless', at: 5 }],
    });
    expect(await wrong('/text/recognizers', { ...vip, name: 'b', pattern: '(VIP' })).toMatchObject({
      errors: [{ path: 'pattern', code: 'missing-closing', at: 0 }],
    });
    expect(await wrong('/text/recognizers', { ...vip, name: 'b', score: 0.3 })).toMatchObject({
      errors: [{ path: 'context', code: 'no-context' }],
    });
    expect(await wrong('/text/word-lists', { ...banned, words: ['好的', '…'] })).toMatchObject({
      errors: [{ path: 'words', code: 'empty', at: 1 }],
    });
    expect(await wrong('/text/recognizers', { ...vip, type: 'NOTHING' })).toMatchObject({
      code: 'invalid-input',
    });
  });

  test('is heard of by another server', async () => {
    await clear();
    const other = await another();
    await add({ ...vip, name: '另一台' });
    await expect
      .poll(async () => (await other.findings('VIP123456', { explain: false })).findings)
      .toHaveLength(1);
    await other.close();
  });

  test('changes at the same time are all made, each judged by what the others left', async () => {
    await clear();
    const made = await Promise.all([
      officer.post('/text/recognizers', { rule: { ...vip, name: '一' } }),
      second.post('/text/recognizers', { rule: { ...vip, name: '二' } }),
      officer.post('/text/recognizers', { rule: { ...vip, name: '三' } }),
      second.post('/text/recognizers', { rule: { ...vip, name: '三' } }),
    ]);
    expect(made.map((each) => each.status).sort((a, b) => a - b)).toEqual([200, 200, 200, 409]);
    expect(made.find((each) => each.status === 409)?.body.code).toBe('taken');
    const { recognizers } = (await officer.get('/text/recognizers')).body as Recognizers;
    expect(recognizers.filter((each) => each.state === 'on')).toHaveLength(3);
  });

  test('no more of a kind than there may be, neither added nor restored', async () => {
    await clear();
    const list = (k: number) => ({ rule: { ...banned, name: `表${k}`, words: [`词${k}`] } });
    const first = await officer.post('/text/word-lists', list(0));
    await officer.send('DELETE', `/text/word-lists/${first.body.id}`);
    for (let k = 1; k <= 20; k += 1)
      expect((await officer.post('/text/word-lists', list(k))).status).toBe(200);
    expect((await officer.post('/text/word-lists', list(21))).body.code).toBe('too-many-rules');
    const restore = () => officer.post(`/text/word-lists/${first.body.id}/restore`, { version: 1 });
    expect((await restore()).body.code).toBe('too-many-rules');
    const { wordLists } = (await officer.get('/text/word-lists')).body as WordLists;
    const last = wordLists.find((each) => each.rule?.name === '表20');
    await officer.send('DELETE', `/text/word-lists/${last?.id}`);
    expect((await restore()).body.state).toBe('on');
  });

  test('holds ten thousand words', async () => {
    await clear();
    const words = Array.from({ length: 20_000 }, (_, i) => `词${i.toString(36)}语`);
    const made = await officer.post('/text/word-lists', { rule: { ...banned, words } });
    expect(made.body.rule.count).toBe(20_000);
    expect((await found('这是词9ix语')).words).toHaveLength(1);
    expect((await officer.get('/text/word-lists')).text.length).toBeLessThan(20_000);
  });
});

describe('a trial', () => {
  test('shows what is new, what is replaced and false hits, and stores nothing', async () => {
    await clear();
    const text = '手机13800138000，卡VIP123456，老卡VIP999999';
    const tried = await officer.post('/text/try', { text, recognizer: vip });
    const trial = tried.body as Trial;
    expect(trial.added).toMatchObject([{ recognizer: '贵宾卡号' }, { recognizer: '贵宾卡号' }]);
    expect(trial.findings).toHaveLength(3);
    expect(trial.sample).toMatchObject({ messages: ordinaryMessages.length, hits: 0 });
    const over = { ...vip, pattern: '机1380013\\d{4}', type: 'CN_USCC', score: 1 };
    const second = (await officer.post('/text/try', { text, recognizer: over })).body as Trial;
    expect(second.replaced).toMatchObject([{ type: 'CN_MOBILE', start: 2, end: 13 }]);
    const broad = { ...vip, pattern: '[0-9]{4}-[0-9]{2}-[0-9]{2}' };
    const third = (await officer.post('/text/try', { text, recognizer: broad })).body as Trial;
    expect(third.sample.hits).toBeGreaterThan(30);
    expect(third.sample.examples).toHaveLength(5);
    const words = (await officer.post('/text/try', { text: '保本吗', wordList: banned })).body as Trial;
    expect(words.words).toMatchObject([{ start: 0, end: 2 }]);
    expect((await found(text)).findings).toHaveLength(1);
  });

  test('is for officers, and not without measure', async () => {
    expect((await agent.post('/text/try', { text: 'a', recognizer: vip })).body.code).toBe('not-allowed');
    const tries = Array.from({ length: 25 }, () => second.post('/text/try', { text: 'a', recognizer: vip }));
    const answers = await Promise.all(tries);
    expect(answers.some((each) => each.status === 429 && each.body.code === 'trial-busy')).toBe(true);
    desk.pass(11);
    expect((await second.post('/text/try', { text: 'a', recognizer: vip })).status).toBe(200);
  });

  test('the ordinary messages hold nothing of anybody', () => {
    for (const text of ordinaryMessages) expect(find(text)).toEqual([]);
  });
});

describe('attacks', () => {
  test('nobody but officers reads or changes rules: not agents, keys, administrators, nor a password alone', async () => {
    await clear();
    const { id } = await add(vip);
    const crm = desk.program('crm');
    expect((await crm.post('/text/findings', { text: 'VIP123456' })).body.findings).toHaveLength(1);
    const callers = [
      agent,
      await desk.signIn('zhao.min'),
      await desk.signIn('luo.gang'),
      await desk.signIn('hu.yue', 'password'),
      desk.program('call-platform'),
      crm,
    ];
    for (const caller of callers) {
      desk.pass(5);
      const tries = [
        await caller.post('/text/recognizers', { rule: { ...vip, name: 'c' } }),
        await caller.send('PUT', `/text/recognizers/${id}`, { version: 1, on: false }),
        await caller.send('DELETE', `/text/recognizers/${id}`),
        await caller.post(`/text/recognizers/${id}/restore`, { version: 1 }),
        await caller.post('/text/word-lists', { rule: banned }),
        await caller.get('/text/recognizers'),
        await caller.get('/text/rules'),
        await caller.get(`/text/recognizers/${id}/versions`),
      ];
      for (const each of tries) expect([401, 403]).toContain(each.status);
    }
    const auditor = await desk.signIn('gao.yuan');
    expect((await auditor.get('/text/recognizers')).body.mayChange).toBe(false);
    expect((await auditor.send('DELETE', `/text/recognizers/${id}`)).status).toBe(403);
    expect((await found('VIP123456')).findings).toHaveLength(1);
  });

  test('no rule makes a mask show more than without it', async () => {
    await clear();
    const text = '我叫林晓雯，手机13800138000，身份证11010519491231002X。';
    const mask = async (): Promise<string> =>
      (await agent.post('/text/mask', { text, scenario: 'chat' })).body.text as string;
    const before = await mask();
    const shows = (masked: string): string[] => [...masked].filter((c) => /[0-9X林晓雯]/.test(c));
    await add({ ...vip, name: 'a', type: 'CN_USCC', pattern: '机1[0-9]{10}', score: 1 });
    await add({
      ...vip,
      name: 'b',
      type: 'IP_ADDRESS',
      pattern: '证[0-9]{6}(?:19|20)[0-9]{9}[0-9X]',
      score: 1,
    });
    await add({ ...vip, name: 'c', type: 'CN_USCC', pattern: '叫林晓雯', score: 1 });
    const after = await mask();
    expect(after).not.toBe(before);
    expect(after.length).toBe(text.length);
    expect(shows(after).length).toBeLessThanOrEqual(shows(before).length);
    const { findings } = await found(text);
    expect(findings.every((each) => each.level !== 'C1')).toBe(true);
  });

  test('no rule tells by a note’s mask what is under it', async () => {
    await clear();
    const call = await desk.contact('li.na', desk.customerOf('li.na', 2).id);
    const note = '会员贵宾甲乙丙来电，手机13800138000，身份证11010519491231002X。';
    await agent.post(`/cases/${call.case}/notes`, { text: note });
    const seen = async (): Promise<string> =>
      ((await agent.get(`/cases/${call.case}`)).body.timeline as { text?: string }[]).at(-1)?.text ?? '';
    const before = await seen();
    expect(before).toContain('贵宾甲乙丙');
    // each rule asks whether certain hidden digits are there, in a match or near one
    await add({ ...vip, name: '含', pattern: '机1380013[0-9]{4}', score: 1 });
    await add({ ...vip, name: '全', type: 'CN_USCC', pattern: '[0-9]{6}19491231[0-9X]{4}', score: 1 });
    await add({ ...vip, name: '旁', pattern: '会员贵宾', score: 0.1, context: ['38001380'] });
    await add({ ...vip, name: '反', pattern: '员贵宾甲', score: 0.9, not: ['19491231'] });
    const after = await seen();
    expect(after.slice(after.indexOf('来电'))).toBe(before.slice(before.indexOf('来电')));
    // the first does not see its word, so finds nothing; the second does not see what speaks against it
    const pattern = '贵宾甲乙丙';
    await clear();
    await add({ ...vip, name: '旁', pattern, score: 0.1, context: ['38001380'] });
    expect(await seen()).toBe(before);
    await clear();
    await add({ ...vip, name: '反', pattern, not: ['19491231'] });
    expect(await seen()).not.toContain('甲乙丙');
  });

  test('each look at a case’s notes has its entry, though they are masked only once', async () => {
    await clear();
    const call = await desk.contact('li.na', desk.customerOf('li.na', 3).id);
    await agent.post(`/cases/${call.case}/notes`, { text: '手机13800138000' });
    const auditor = await desk.signIn('gao.yuan');
    const reads = async (): Promise<number> =>
      ((await auditor.get('/ledger/entries?limit=50')).body.entries as { bytes: string }[])
        .map((each) => JSON.parse(Buffer.from(each.bytes, 'base64').toString()) as Record<string, unknown>)
        .filter((each) => each.code === 'read' && each.case === call.case).length;
    const before = await reads();
    const texts = [];
    for (let k = 0; k < 3; k += 1)
      texts.push((await agent.get(`/cases/${call.case}`)).body.timeline.at(-1).text);
    expect(texts).toEqual(Array(3).fill('手机138****8000'));
    expect(await reads()).toBe(before + 3);
  });

  test('of a forgotten rule neither a row nor a place in the head is kept', async () => {
    await clear();
    const mac = openRowSeal(desk.config.keysDir);
    const first = await add({ ...vip, name: '久' });
    await officer.send('DELETE', `/text/recognizers/${first.id}`);
    const next = await add({ ...vip, name: '新' });
    await desk.db.kysely.transaction().execute(async (tx) => {
      const head = await readHead(tx, mac, 0, true);
      if (head === 'altered') throw new Error('the head is altered');
      const current = await readCurrent(tx, mac, head);
      const stored = current.find((each) => each.id === next.id)?.found;
      if (!stored) throw new Error('the rule is not there');
      await writeVersion(tx, mac, head, { ...stored, version: 2 }, first.id);
    });
    await desk.rooms.detector.reload();
    const { recognizers } = (await officer.get('/text/recognizers')).body as Recognizers;
    expect(recognizers.some((each) => each.id === first.id)).toBe(false);
    expect(recognizers.find((each) => each.id === next.id)).toMatchObject({ state: 'on', version: 2 });
    expect((await officer.get(`/text/recognizers/${first.id}/versions`)).body.code).toBe('no-such-rule');
  });

  test('an altered row is shown as broken and its last genuine form stays in use; others go on', async () => {
    await clear();
    const first = await add(vip);
    const other = await add({ ...vip, name: '二', pattern: 'KD\\d{7}' });
    const fresh = async (): Promise<Detector> => another();
    await desk.db.pool.query(
      `update detector_versions set definition = replace(definition, 'VIP', 'QQQ'), state = 'off' where id = $1`,
      [first.id],
    );
    await desk.rooms.detector.reload();
    expect((await found('VIP123456 KD1234567')).findings).toHaveLength(2);
    const { recognizers } = (await officer.get('/text/recognizers')).body as Recognizers;
    expect(recognizers.find((each) => each.id === first.id)).toMatchObject({
      state: 'broken',
      trouble: 'altered',
    });
    const restarted = await fresh();
    expect((await restarted.findings('VIP123456 KD1234567', { explain: false })).findings).toHaveLength(1);
    await restarted.close();
    // an officer mends it by restoring or writing it anew
    const mended = await officer.send('PUT', `/text/recognizers/${first.id}`, { version: 1, rule: vip });
    expect(mended.body).toMatchObject({ state: 'on', version: 2 });
    await desk.db.pool.query('delete from detector_versions where id = $1', [other.id]);
    await desk.rooms.detector.reload();
    expect((await found('VIP123456 KD1234567')).findings).toHaveLength(2);
    const left = (await officer.get('/text/recognizers')).body as Recognizers;
    expect(left.recognizers.find((each) => each.id === other.id)).toMatchObject({
      state: 'broken',
      rule: null,
    });
    // with every row of it gone the version goes on from the one that the head names
    await officer.send('DELETE', `/text/recognizers/${other.id}`);
    const { rows } = await desk.db.pool.query('select version from detector_versions where id = $1', [
      other.id,
    ]);
    expect(rows).toEqual([{ version: 2 }]);
  });

  test('a head put back or edited is noticed, nothing is switched off by it and nothing can be changed', async () => {
    await clear();
    await add({ ...vip, name: '头' });
    const { rows } = await desk.db.pool.query('select * from detector_head');
    const [old] = rows as { generation: string; rules: string; seal: string }[];
    await add({ ...vip, name: '后来', pattern: 'QX\\d{5}' });
    const now = (await desk.db.pool.query('select * from detector_head')).rows[0] as typeof old;
    const put = async (row: typeof old): Promise<void> => {
      await desk.db.pool.query('update detector_head set generation = $1, rules = $2, seal = $3', [
        row?.generation,
        row?.rules,
        row?.seal,
      ]);
      await desk.rooms.detector.reload();
    };
    for (const forged of [old, { ...(now as NonNullable<typeof old>), rules: '[]' }]) {
      await put(forged);
      expect((await found('QX12345')).findings).toHaveLength(1);
      expect((await officer.get('/text/recognizers')).body.altered).toBe(true);
      expect((await officer.post('/text/recognizers', { rule: { ...vip, name: 'n' } })).body.code).toBe(
        'rules-altered',
      );
    }
    await put(now);
    expect((await officer.get('/text/recognizers')).body.altered).toBe(false);
  });

  test('patterns that cost much find no room together', async () => {
    await clear();
    const heavy = (k: number) => ({ ...vip, name: `重${k}`, pattern: `[a-z]{2,20}@[a-z]{2,20}Q${k}` });
    const codes: string[] = [];
    for (let k = 0; k < 8; k += 1)
      codes.push((await officer.post('/text/recognizers', { rule: heavy(k) })).body.code);
    expect(codes.filter((code) => code === 'rule-refused').length).toBeGreaterThan(0);
    expect(
      (await officer.get('/text/recognizers')).body.recognizers.some(
        (each: { trouble: string | null }) => each.trouble === 'too-much',
      ),
    ).toBe(false);
  });

  test('words of more than 600,000 characters find no room, neither to be stored nor to be tried', async () => {
    await clear();
    const words = (from: number) =>
      Array.from({ length: 8000 }, (_, k) => `${'稳'.repeat(40)}${String(from + k).padStart(5, '0')}`);
    const rule = { ...banned, words: words(0) };
    expect((await officer.post('/text/word-lists', { rule })).status).toBe(200);
    const more = { ...banned, name: '更多', words: words(50_000) };
    const refusal = { code: 'rule-refused', errors: [{ path: 'words', code: 'too-many' }] };
    expect((await officer.post('/text/word-lists', { rule: more })).body).toMatchObject(refusal);
    expect((await officer.post('/text/try', { text: 'a', wordList: more })).body).toMatchObject(refusal);
    expect((await officer.post('/text/try', { text: 'a', recognizer: vip })).status).toBe(200);
  });

  test('texts and notes are charged by their length', async () => {
    await clear();
    const call = await desk.contact('li.na', desk.customerOf('li.na', 1).id);
    const text = '您好，'.repeat(333_000);
    for (const path of ['/text/findings', '/text/mask'])
      expect((await agent.post(path, { text })).status).toBe(200);
    const answers = [
      await agent.post('/text/findings', { text }),
      await agent.post('/text/mask', { text }),
      ...(await Promise.all(
        Array.from({ length: 100 }, () =>
          agent.post(`/cases/${call.case}/notes`, { text: '好'.repeat(4000) }),
        ),
      )),
    ];
    expect(answers.slice(0, 2).map((each) => each.body.code)).toEqual(Array(2).fill('too-many-requests'));
    expect(answers.slice(2).some((each) => each.status === 429)).toBe(true);
    desk.pass(60);
    expect((await agent.post('/text/findings', { text: '您好' })).status).toBe(200);
  });

  test('the file says what is off and names what is broken', async () => {
    await clear();
    const first = await add(vip);
    const off = await officer.post('/text/recognizers', { rule: { ...vip, name: '停' }, on: false });
    expect(off.body).toMatchObject({ state: 'off', version: 1 });
    expect((await found('VIP123456')).findings).toHaveLength(1);
    await officer.post('/text/word-lists', { rule: banned, on: false });
    await desk.db.pool.query(`update detector_versions set definition = 'null' where id = $1`, [first.id]);
    await desk.rooms.detector.reload();
    const file = (await officer.get('/text/rules')).body as RuleFile;
    expect(file.recognizers).toMatchObject([{ name: '停', on: false }]);
    expect(file.wordLists).toMatchObject([{ ...banned, on: false }]);
    expect(file.broken).toContainEqual({ id: first.id, name: vip.name, trouble: 'altered' });
    expect((await officer.get('/text/recognizers')).body.behind).toBe(false);
  });

  test('nobody signed in sees nothing; the file holds what is live', async () => {
    await clear();
    await add(vip);
    await officer.post('/text/word-lists', { rule: banned });
    const file = (await officer.get('/text/rules')).body as RuleFile;
    expect(file).toMatchObject({ format: 'huke-rules/1', recognizers: [vip], wordLists: [banned] });
    expect((await desk.app.request('/api/v1/text/rules')).status).toBe(401);
    const { paths } = (await agent.get('/openapi.json')).body as { paths: Record<string, object> };
    expect(Object.keys(paths['/api/v1/text/recognizers/{id}'] ?? {})).toEqual(['put', 'delete']);
    expect(paths).toHaveProperty('/api/v1/text/try');
  });
});
