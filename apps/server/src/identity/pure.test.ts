import fc from 'fast-check';
import { posts, rightsOf, hasRight, type Post, postsWith, rightNames } from '@huke/sdk';
import { describe, expect, test } from 'vitest';
import { relyingParty } from './auth-engine.ts';
import { openSessionCookie, readCookie, setCookie } from './cookies.ts';
import { isOnDuty, tenureDays } from './duty.ts';
import { rememberEndings } from './endings.ts';
import { goodPassword } from './passwords.ts';
import { placeFinder } from './place.ts';
import { isRaise } from './raise.ts';
import { derivedKey, openSecret, rowGenuine, rowMac, sealSecret } from './seal.ts';
import { deviceOf } from './sessions.ts';
import { encodeBase32, matchTotp, totpCode, totpStep } from './totp.ts';

const mac = (data: Uint8Array): Uint8Array => {
  const out = new Uint8Array(32);
  data.forEach((byte, i) => {
    out[i % 32] = ((out[i % 32] ?? 0) * 31 + byte + i) & 255;
  });
  return out;
};

describe('totp', () => {
  test('RFC 6238 appendix B, the last six digits of SHA-1', () => {
    const secret = encodeBase32(Buffer.from('12345678901234567890'));
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [1111111111, '050471'],
      [1234567890, '005924'],
      [2000000000, '279037'],
      [20000000000, '353130'],
    ] as const)
      expect(totpCode(secret, totpStep(new Date(seconds * 1000)))).toBe(code);
  });

  test('one step early or late matches, two do not', () => {
    const secret = encodeBase32(Buffer.from('a secret of 20 bytes'));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e9 }), fc.integer({ min: -4, max: 4 }), (seconds, away) => {
        const at = new Date(seconds * 1000);
        const step = totpStep(at) + away;
        fc.pre(step >= 0 && totpStep(at) >= 1);
        const matched = matchTotp(secret, totpCode(secret, step), at);
        return Math.abs(away) <= 1 ? matched !== null : matched !== step;
      }),
    );
  });
});

describe('duty', () => {
  const at = (text: string): Date => new Date(`${text}+08:00`);
  const day = { from: 9 * 60, to: 18 * 60, days: [1, 2, 3, 4, 5] };
  const night = { from: 22 * 60, to: 6 * 60, days: [5] };
  test.each([
    ['2026-11-20T09:00', true],
    ['2026-11-20T17:59', true],
    ['2026-11-20T18:00', false],
    ['2026-11-20T08:59', false],
    ['2026-11-21T10:00', false],
    ['2026-11-23T10:00', true],
  ])('day shift at %s: %s', (text, expected) => {
    expect(isOnDuty(day, at(text))).toBe(expected);
  });
  test.each([
    ['2026-11-20T23:00', true],
    ['2026-11-21T05:59', true],
    ['2026-11-21T06:00', false],
    ['2026-11-21T23:00', false],
    ['2026-11-20T05:00', false],
  ])('night shift of Friday at %s: %s', (text, expected) => {
    expect(isOnDuty(night, at(text))).toBe(expected);
  });
  test('no hours: always', () => {
    expect(isOnDuty(null, at('2026-11-22T03:00'))).toBe(true);
  });
  test('tenure counts local days', () => {
    expect(tenureDays('2026-11-20', at('2026-11-20T00:00'))).toBe(0);
    expect(tenureDays('2026-11-19', at('2026-11-20T00:00'))).toBe(1);
    expect(tenureDays('2026-12-01', at('2026-11-20T12:00'))).toBe(0);
    expect(tenureDays('2025-11-20', at('2026-11-20T23:59'))).toBe(365);
  });
});

test('place: office networks, elsewhere, unknown', () => {
  const placeOf = placeFinder({
    publicUrl: 'http://localhost',
    officeNetworks: ['10.1.0.0/16', 'fd00::/8', '192.0.2.7'],
  });
  expect(placeOf('10.1.2.3')).toBe('office');
  expect(placeOf('::ffff:10.1.2.3')).toBe('office');
  expect(placeOf('192.0.2.7')).toBe('office');
  expect(placeOf('fd00::1')).toBe('office');
  expect(placeOf('10.2.0.1')).toBe('home');
  expect(placeOf('not an address')).toBe('unknown');
  expect(placeFinder({ publicUrl: 'http://localhost' })('10.1.2.3')).toBe('unknown');
});

describe('rights', () => {
  const administration = rightNames.filter((right) =>
    /^(people|teams|factors|sessions|keys|changes):/.test(right),
  );

  test('no post has all rights of administration, and only administrators have any', () => {
    for (const post of posts) {
      const held = rightsOf(post).filter((right) => administration.includes(right));
      expect(held.length).toBeLessThan(administration.length);
      if (!post.endsWith('-admin')) expect(held).toEqual([]);
    }
    const writes = (post: Post) => rightsOf(post).filter((right) => !/:(read|list)$/.test(right));
    const shared = writes('system-admin').filter((right) => writes('security-admin').includes(right));
    expect(shared).toEqual(['changes:decide']);
    expect(writes('audit-admin')).toEqual([]);
  });

  test('administrators have no right over customers, cases or approvals', () => {
    for (const post of postsWith('people:read'))
      expect(
        rightsOf(post).filter((right) =>
          /^(customers|cases|approvals|bin|imports|contact-changes):/.test(right),
        ),
      ).toEqual([]);
  });

  test('a key by itself has no right', () => {
    expect(rightNames.filter((right) => hasRight('service-key', right))).toEqual([]);
  });

  test('only a step down the ladder is no raise', () => {
    const lowering = posts.flatMap((from) =>
      posts.filter((to) => from !== to && !isRaise(from, to)).map((to) => `${from} → ${to}`),
    );
    expect(lowering.filter((each) => each.endsWith('→ agent'))).toHaveLength(posts.length - 1);
    expect(lowering.filter((each) => each.endsWith('→ senior-agent'))).toHaveLength(posts.length - 2);
    expect(lowering).toHaveLength(2 * posts.length - 3);
    for (const post of posts) expect(isRaise(post, post)).toBe(false);
  });
});

describe('seals', () => {
  test('a row seal fits its own parts and kind only', () => {
    const sealed = rowMac(mac, 'person', ['a', 1, null, ['x', 'y']]);
    expect(rowGenuine(mac, 'person', ['a', 1, null, ['x', 'y']], sealed)).toBe(true);
    for (const parts of [
      ['a', 1, null, ['x']],
      ['a', '1', null, ['x', 'y']],
      ['a', 1, 'null', ['x', 'y']],
    ])
      expect(rowGenuine(mac, 'person', parts, sealed)).toBe(false);
    expect(rowGenuine(mac, 'session', ['a', 1, null, ['x', 'y']], sealed)).toBe(false);
    expect(rowGenuine(mac, 'person', ['a', 1, null, ['x', 'y']], null)).toBe(false);
  });

  test('a secret opens for its owner, whole', () => {
    const key = derivedKey(mac, 'test');
    const sealed = sealSecret(key, 'per_1', 'JBSWY3DP');
    expect(openSecret(key, 'per_1', sealed)).toBe('JBSWY3DP');
    expect(openSecret(key, 'per_2', sealed)).toBeNull();
    const bytes = Buffer.from(sealed, 'base64url');
    for (let i = 0; i < bytes.length; i++) {
      const flipped = Buffer.from(bytes);
      flipped.writeUInt8((bytes[i] ?? 0) ^ 1, i);
      expect(openSecret(key, 'per_1', flipped.toString('base64url'))).toBeNull();
    }
    expect(openSecret(key, 'per_1', '')).toBeNull();
  });
});

describe('cookies', () => {
  const request = (cookie: string): Request => new Request('http://localhost/', { headers: { cookie } });
  test('only the exact name, with the secure prefix where the address is https', () => {
    expect(readCookie(request('xhuke.device=1; huke.device=2'), 'huke.device', false)).toBe('2');
    expect(readCookie(request('huke.device=2'), 'huke.device', true)).toBeNull();
    expect(readCookie(request('__Secure-huke.device=a%3D'), 'huke.device', true)).toBe('a=');
    expect(readCookie(request('huke.device=%E0%A4%A'), 'huke.device', false)).toBeNull();
  });
  test('a cookie is kept from scripts and other sites', () => {
    expect(setCookie('huke.device', 'v', 60, true)).toBe(
      '__Secure-huke.device=v; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
    );
  });
  test('a signature that does not fit is nobody', () => {
    for (const value of ['', '.', 'token', 'token.', 'token.x', '.x'])
      expect(openSessionCookie('s', value)).toBeNull();
  });
});

test('passwords: long, mixed, not one’s own name', () => {
  const own = { email: 'li.wei@desk.test', staffNumber: 'HK1001' };
  expect(goodPassword('quiet-harbour-lantern', own)).toBe(true);
  for (const bad of ['short', 'aaaaaaaaaaaaaaaa', 'li.wei-li.wei-1', 'xx-hk1001-yyyzz', 'x'.repeat(129)])
    expect(goodPassword(bad, own)).toBe(false);
});

test('passkeys are never bound to a bare address', () => {
  expect(relyingParty({ publicUrl: 'https://desk.example' })).toEqual({
    id: 'desk.example',
    origins: ['https://desk.example'],
  });
  expect(relyingParty({ publicUrl: 'http://127.0.0.1:8787' })).toEqual({
    id: 'localhost',
    origins: ['http://127.0.0.1:8787', 'http://localhost:8787'],
  });
});

test('a device is named for people', () => {
  const agent =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0';
  expect(deviceOf(agent)).toBe('Edge · Windows');
  expect(deviceOf('curl/8')).toBe('');
});

describe('endings', () => {
  test('are remembered until nobody could use what ended, and in a bounded number', () => {
    let now = 1000;
    const endings = rememberEndings(() => new Date(now));
    endings.remember('past', 1000);
    endings.remember('key');
    endings.remember('short', 2000);
    expect(['past', 'key', 'short'].map(endings.has)).toEqual([false, true, true]);
    now = 2000;
    for (let n = 0; n < 49_999; n++) endings.remember(`ses ${n}`, 9000);
    expect(['short', 'key', 'ses 0'].map(endings.has)).toEqual([false, true, true]);
    endings.remember('one more', 9000);
    expect(['key', 'ses 0', 'ses 1', 'one more'].map(endings.has)).toEqual([true, false, true, true]);
  });
});
