import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../../apps/console/src/words/en.ts';
import { zh } from '../../apps/console/src/words/zh.ts';
import { busy, halfDay, type Played } from './play.ts';
import type { Row } from './tally.ts';

let played: Played;

beforeAll(async () => {
  played = await halfDay(300);
});

const rowOf = (name: string): Row => {
  const row = played.tally.rows().find((each) => each.name === name);
  if (!row) throw new Error('nobody of that name worked');
  return row;
};

describe("an agent's busy morning, with a supervisor and a quality check", () => {
  it('is work: contacts, cards, verifications, values in clear, approvals', () => {
    expect(rowOf(busy).acts).toBeGreaterThan(250);
    expect(rowOf('quality checker').acts).toBeGreaterThan(24);
    expect(rowOf('supervisor').acts).toBeGreaterThan(30);
    expect(rowOf('call platform').acts).toBeGreaterThan(80);
    expect([...rowOf(busy).shares.keys()]).toEqual(
      expect.arrayContaining([
        'views person day',
        'guesses person day',
        'reveals person day',
        'uses person day',
      ]),
    );
  });

  it('is refused nothing and alarms nobody', () => {
    expect(played.tally.refusals()).toEqual([]);
    expect(played.alarms).toEqual([]);
    expect(played.notices).toBe(0);
    expect(played.healthy).toBe(true);
  });

  it('comes near no limit', () => {
    const near = played.tally
      .rows()
      .flatMap(({ name, shares }) => [...shares].map(([limit, share]) => ({ name, limit, share })))
      .filter(({ share }) => share > 0.75);
    expect(near).toEqual([]);
  });

  it('says what to do next wherever a mistake was refused', () => {
    const codes = played.tally.problems().map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['code-wrong', 'case-closed']));
    for (const code of codes) {
      const why = played.whys.get(code);
      for (const said of [zh.problems[code] ?? why?.zh, en.problems[code] ?? why?.en])
        expect(said, `nothing is said of ${code}`).toMatch(/.{8}/u);
    }
  });
});
