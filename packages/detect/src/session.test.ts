import { describe, expect, it } from 'vitest';
import { createSession } from './session.ts';

describe('createSession', () => {
  it('finds again what only context had named', () => {
    const session = createSession({ names: null });
    expect(session.find('对公账号33001616727053012345').findings).toHaveLength(1);
    const again = session.find('就是 3300 1616 7270 5301 2345 这个');
    expect(again.findings.map((f) => f.type)).toEqual(['BANK_ACCOUNT']);
  });

  it('finds a name again that a finder named once', () => {
    const named = {
      candidates: (text: string) =>
        text.startsWith('我叫') ? [{ type: 'PERSON' as const, start: 2, end: 4, score: 0.9 }] : [],
    };
    const session = createSession({ names: named });
    session.find('我叫安宁');
    expect(session.find('安宁的卡丢了').findings).toMatchObject([{ type: 'PERSON', start: 0, end: 2 }]);
    session.forget();
    expect(session.find('安宁的卡丢了').findings).toEqual([]);
  });

  it('joins a number given in two turns', () => {
    const session = createSession({ names: null });
    expect(session.find('手机号是138001').findings).toEqual([]);
    const turn = session.find('38000，记下了吗');
    expect(turn.findings).toMatchObject([{ type: 'CN_MOBILE', start: 0, end: 5 }]);
    expect(turn.earlier).toMatchObject([{ turn: 0, finding: { start: 4, end: 10 } }]);
  });

  it('links the last four without making them a finding', () => {
    const session = createSession({ names: null });
    session.find('卡号6222021234567890128');
    const turn = session.find('尾号0128的卡');
    expect(turn.findings).toEqual([]);
    expect(turn.links).toEqual([{ start: 2, end: 6, type: 'BANK_CARD', turn: 0 }]);
  });
});
