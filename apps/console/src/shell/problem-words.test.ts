import type { Problem } from '@huke/sdk';
import { describe, expect, test } from 'vitest';
import { en } from '../words/en.ts';
import { zh } from '../words/zh.ts';
import { isRefusal, missing, say, whomToAsk } from './problem-words.ts';

const problem = (over: Partial<Problem>): Problem => ({
  type: 'about:blank',
  title: 'somewhere something happened',
  status: 400,
  code: 'never-heard-of',
  ...over,
});

describe('a problem becomes a sentence', () => {
  test('by its code, in the reader’s language', () => {
    const known = problem({ code: 'too-many-requests' });
    expect(say(known, zh).sentence).toBe(zh.problems['too-many-requests']);
    expect(say(known, en).sentence).toBe(en.problems['too-many-requests']);
  });

  test('an unknown code says its title, and keeps the code for support', () => {
    expect(say(problem({ request: 'req_1' }), en)).toEqual({
      sentence: 'Somewhere something happened',
      code: 'never-heard-of',
      support: 'req_1',
    });
  });
});

describe('a refusal teaches', () => {
  const refusal = problem({
    policies: ['P7'],
    needs: [{ kind: 'approval', by: ['supervisor', 'security-officer'] }, { kind: 'step-up' }],
  });

  test('what is missing and whom to ask', () => {
    expect(missing(refusal, zh)).toEqual(['批准', '再次验证身份']);
    expect(whomToAsk(refusal, en)).toBe('Supervisor, Security officer');
  });

  test('a failure is none', () => {
    expect(isRefusal(refusal)).toBe(true);
    expect(isRefusal(problem({}))).toBe(false);
    expect(whomToAsk(problem({}), en)).toBeNull();
  });
});
