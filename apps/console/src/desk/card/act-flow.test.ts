import type { CardField, NeedKind, Problem } from '@huke/sdk';
import { needKinds, reasons } from '@huke/sdk';
import { describe, expect, test } from 'vitest';
import { afterProblem, begin, firstReason, reasonChips, stepUpOver, usesOf } from './act-flow.ts';

const field: CardField = {
  field: 'mobile',
  item: 'itm_1',
  show: 'masked',
  value: '138****5678',
  level: 'C2',
  sensitive: false,
  policies: [],
  label: { zh: '手机号', en: 'Mobile' },
  group: 'contact',
  may: [
    { action: 'reveal', needs: [] },
    { action: 'use', needs: [] },
  ],
};
const flow = begin({ action: 'reveal', field }, 'customer-asked');
const lacking = (...kinds: readonly NeedKind[]): Problem => ({
  type: 'about:blank',
  title: 'needs more',
  status: 403,
  code: 'needs',
  needs: kinds.map((kind) => (kind === 'approval' ? { kind, by: ['supervisor'] } : { kind })),
});

describe('the steps of an act', () => {
  test('a reveal asks for its reason first, using without seeing goes ahead', () => {
    expect(flow.at).toBe('reason');
    expect(begin({ action: 'use', use: 'dial', field }, 'other').at).toBe('sending');
  });

  test('what the card does not offer ends before anything is asked', () => {
    const closed = { ...field, may: [{ action: 'verify' as const, needs: [] }] };
    for (const action of ['reveal', 'copy', 'use'] as const)
      expect(begin({ action, field: closed }, 'other').at).toBe('not-offered');
  });

  test('a step-up is over only when the refusal asks for one or says so', () => {
    expect(stepUpOver(lacking('step-up', 'approval'))).toBe(true);
    expect(stepUpOver({ ...lacking(), code: 'step-up-gone' })).toBe(true);
    expect(stepUpOver(lacking('approval'))).toBe(false);
    expect(stepUpOver({ ...lacking(), code: 'quota' })).toBe(false);
  });

  test('what can be fetched in place is fetched in place', () => {
    expect(afterProblem(flow, lacking('step-up')).at).toBe('step-up');
    expect(afterProblem(flow, lacking('approval'))).toMatchObject({ at: 'approval', by: ['supervisor'] });
    expect(afterProblem(flow, lacking('reason')).at).toBe('reason');
  });

  test('an approval comes before a step-up', () => {
    expect(afterProblem(flow, lacking('step-up', 'approval')).at).toBe('approval');
  });

  test('anything else is a refusal, also beside what could be fetched', () => {
    const outside = needKinds.filter((kind) => !['step-up', 'approval', 'reason'].includes(kind));
    for (const kind of outside) expect(afterProblem(flow, lacking('step-up', kind)).at).toBe('refused');
    expect(afterProblem(flow, lacking()).at).toBe('refused');
  });

  test('reason and note survive each step', () => {
    const asked = { ...flow, reason: 'emergency' as const, note: 'in a hurry' };
    expect(afterProblem(asked, lacking('approval'))).toMatchObject({
      reason: 'emergency',
      note: 'in a hurry',
    });
  });
});

describe('reasons', () => {
  test('come pre-filled from the kind of case; an unknown code falls back', () => {
    expect(firstReason(['handle-complaint', 'other'], reasons)).toBe('handle-complaint');
    expect(firstReason(['never-heard-of'], reasons)).toBe('customer-asked');
  });

  test('chips are distinct, the case’s first, at most nine', () => {
    const chips = reasonChips(['emergency', 'customer-asked'], reasons);
    expect(chips.slice(0, 2)).toEqual(['emergency', 'customer-asked']);
    expect(new Set(chips).size).toBe(chips.length);
    expect(reasonChips(reasons, reasons).length).toBeLessThanOrEqual(9);
  });
});

test('a type of value knows what can be done without seeing it', () => {
  expect(usesOf('CN_MOBILE', 'mobile')).toEqual(['dial', 'text']);
  expect(usesOf('EMAIL_ADDRESS', 'workMail')).toEqual(['mail']);
  expect(usesOf('CN_RESIDENT_ID', 'residentId')).toEqual([]);
});
