import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '#platform';
import { decodeEntry, type EntryDraft, encodeEntry } from './entry.ts';

const least: EntryDraft = {
  v: 1,
  at: '2026-11-21T08:00:00.000Z',
  kind: 'access',
  action: 'reveal',
  outcome: 'granted',
};
const digest = Buffer.alloc(32, 7).toString('base64url');
const full: EntryDraft = {
  ...least,
  code: 'policy-error',
  access: newId('acc'),
  person: newId('per'),
  key: newId('key'),
  post: 'senior-agent',
  team: newId('tea'),
  employer: newId('emp'),
  session: newId('ses'),
  strength: 'two-factor',
  customer: newId('cus'),
  customers: [newId('cus'), newId('cus')],
  case: newId('cas'),
  contact: newId('con'),
  channel: 'web-chat',
  capacity: 'joint-holder',
  fields: ['mobile', `bankCard#${newId('itm')}`],
  shows: ['masked', 'clear'],
  purpose: 'card-freeze',
  scenario: 'call',
  reason: 'customer-asked',
  policies: ['agent-live-case', 'policy0'],
  needs: ['step-up', 'approval:supervisor'],
  grant: newId('grt'),
  approval: newId('apr'),
  stepUp: newId('stp'),
  object: 'policy:agent-live-case',
  alarm: newId('alm'),
  to: newId('per'),
  count: 3,
  note: digest,
  state: digest,
  states: [digest, digest],
  digest,
  policySet: digest,
};
const text = (draft: EntryDraft): string => Buffer.from(encodeEntry(draft)).toString();

/** For drafts that the types refuse already. */
const encodeAny = (draft: unknown): Uint8Array => encodeEntry(draft as EntryDraft);

describe('an entry', () => {
  it('is JSON with sorted members, without spaces', () => {
    expect(text({ ...least, count: 2 })).toBe(
      '{"action":"reveal","at":"2026-11-21T08:00:00.000Z","count":2,"kind":"access","outcome":"granted","v":1}',
    );
    const names = Object.keys(JSON.parse(text(full)) as object);
    expect(names).toEqual(Object.keys(full).sort());
  });

  it('does not depend on the order of members, nor on those that are undefined', () => {
    const names = Object.keys(full).reverse() as (keyof EntryDraft)[];
    const reversed: EntryDraft = Object.assign({}, ...names.map((name) => ({ [name]: full[name] })));
    expect(Object.keys(reversed)).toEqual(names);
    expect(text(reversed)).toBe(text(full));
    expect(encodeAny({ ...least, person: undefined })).toEqual(encodeEntry(least));
  });

  it('comes back, and only from its canonical bytes', () => {
    expect(decodeEntry(encodeEntry(full))).toEqual(full);
    expect(decodeEntry(Buffer.from(`${text(full)} `))).toBe(null);
    expect(decodeEntry(Buffer.from('{"v":1}'))).toBe(null);
    expect(decodeEntry(Buffer.from(''))).toBe(null);
  });

  const values = [
    '13800138000',
    '110101199003070015',
    'a b',
    '王丽',
    '6222 0212 3456',
    'x@example.com',
    '',
    'a"b',
  ];
  it.each(Object.keys(full).filter((name) => typeof full[name as keyof EntryDraft] === 'string'))(
    '%s takes no customer value and no free text',
    (name) => {
      for (const value of values) {
        expect(() => encodeEntry({ ...full, [name]: value })).toThrow(
          expect.objectContaining({ code: 'malformed-entry' }),
        );
      }
    },
  );

  it.each(['fields', 'policies', 'needs', 'customers', 'states'])('%s takes none in its list', (name) => {
    for (const value of values) {
      expect(() => encodeEntry({ ...least, [name]: [value] })).toThrow('check');
    }
    expect(() => encodeEntry({ ...full, [name]: 'mobile' })).toThrow('check');
  });

  it.each([
    ['an unknown member', { ...least, name: 'x' }],
    ['no outcome', { ...least, outcome: undefined }],
    ['another outcome', { ...least, outcome: 'maybe' }],
    ['another version', { ...least, v: 2 }],
    ['a count like a phone', { ...least, count: 13_800_138_000 }],
    ['a broken count', { ...least, count: 1.5 }],
    ['a day that does not exist', { ...least, at: '2026-02-31T00:00:00.000Z' }],
    ['a time without milliseconds', { ...least, at: '2026-02-01T00:00:00Z' }],
    ['a value with an item', { ...least, fields: ['mobile#13800138000'], shows: ['clear'] }],
    ['fewer shows than fields', { ...least, fields: ['mobile', 'email'], shows: ['clear'] }],
    ['states without customers', { ...least, states: [digest] }],
    ['shows without fields', { ...least, shows: ['clear'] }],
    ['a short digest', { ...least, note: 'abc' }],
    ['an object', { ...least, person: { id: newId('per') } }],
    ['null', { ...least, person: null }],
  ])('with %s is refused', (_, draft) => {
    expect(() => encodeAny(draft)).toThrow(expect.objectContaining({ code: 'malformed-entry' }));
  });

  it('never tells in its error what it refused', () => {
    for (const draft of [
      { ...least, person: '13800138000' },
      { ...least, 张三: 1 },
    ]) {
      try {
        encodeAny(draft);
        expect.unreachable();
      } catch (error) {
        expect(String(error)).not.toMatch(/138001|张三/);
      }
    }
  });

  it('longer than 65,535 bytes is refused, so the access must be split', () => {
    const fields = Array.from({ length: 1000 }, () => `${'a'.repeat(60)}#${newId('itm')}`);
    expect(() => encodeEntry({ ...least, fields })).toThrow(
      expect.objectContaining({ code: 'entry-too-large' }),
    );
  });

  it('whatever codes it holds: canonical, and no phone, card or ID number in it outside ids and digests', () => {
    const code = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,30}$/);
    fc.assert(
      fc.property(code, fc.array(code, { maxLength: 5 }), fc.nat(999_999_999), (action, policies, count) => {
        const draft = { ...least, action, policies, count };
        try {
          const bytes = encodeEntry(draft);
          expect(decodeEntry(bytes)).toEqual(draft);
          expect(Buffer.from(bytes).toString()).not.toMatch(/[0-9]{10}/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'malformed-entry' });
        }
      }),
    );
  });
});
