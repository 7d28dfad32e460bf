import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform';
import { openTestDesk, type TestDesk } from '../testing/desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await openTestDesk({ customers: 6 });
});
afterAll(() => desk.close());

const entries = async (action: string) => {
  const { entries: found } = await desk.rooms.ledger.entries({ action });
  return found;
};

describe('alarms', () => {
  test('the first of its kind within an hour has an entry, the others are counted', async () => {
    const person = newId('per');
    for (let i = 0; i < 3; i++) desk.rooms.alarms.raise({ code: 'budget-spent', person, object: 'reveals' });
    desk.rooms.alarms.raise({ code: 'budget-spent', person: newId('per'), object: 'reveals' });
    await desk.rooms.alarms.settled();
    const officer = await desk.signIn('xu.feng');
    const { body } = await officer.get('/alarms?open=true');
    expect(body.rows.map((row: { times: number }) => row.times)).toEqual([1, 3]);
    expect(body.rows[0].next.zh).not.toBe('');
    expect(await entries('alarm-raised')).toHaveLength(2);
  });

  test('an alarm is kept by code and ids: what is no id never reaches the ledger or the list', async () => {
    desk.rooms.alarms.raise({ code: 'rows-forged', object: '13812345678' });
    await desk.rooms.alarms.settled();
    const officer = await desk.signIn('xu.feng');
    const { text } = await officer.get('/alarms');
    expect(text).not.toContain('13812345678');
  });

  test('officers read and close them; agents, supervisors and the person meant do not', async () => {
    const officer = await desk.signIn('xu.feng');
    desk.rooms.alarms.raise({ code: 'budget-near', person: officer.id });
    await desk.rooms.alarms.settled();
    const [mine] = (await officer.get('/alarms?open=true')).body.rows;
    for (const who of ['li.na', 'zhao.min', 'luo.gang']) {
      const caller = await desk.signIn(who);
      expect((await caller.get('/alarms')).status).toBe(403);
      expect((await caller.post(`/alarms/${mine.id}/close`, { finding: 'harmless' })).status).toBe(403);
    }
    const own = await officer.post(`/alarms/${mine.id}/close`, { finding: 'harmless' });
    expect([own.status, own.body.code]).toEqual([403, 'oneself']);
    const other = await desk.signIn('hu.yue');
    const closed = await other.post(`/alarms/${mine.id}/close`, { finding: 'harmless' });
    expect([closed.status, closed.body.closed.finding]).toEqual([200, 'harmless']);
    const again = await other.post(`/alarms/${mine.id}/close`, { finding: 'incident' });
    expect([again.status, again.body.code]).toEqual([409, 'already-closed']);
    expect(await entries('alarm-closed')).toHaveLength(1);
  });
});
