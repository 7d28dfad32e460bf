import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { compilePattern } from './pattern.ts';

async function places(pattern: string, text: string, ignoreCase = false): Promise<[number, number][]> {
  const found: [number, number][] = [];
  (await compilePattern(pattern, ignoreCase)).each(text, (start, end) => found.push([start, end]));
  return found;
}

/** The same by the engine of the library that parses, one match after the other. */
function byEngine(pattern: string, text: string): [number, number][] {
  const matcher = RE2JS.compile(pattern, RE2JS.LONGEST_MATCH).matcher(text);
  const found: [number, number][] = [];
  while (matcher.find()) found.push([matcher.start(), matcher.end()]);
  return found;
}

describe('compilePattern', () => {
  it.each([
    ['VIP\\d{6}', 'a VIP123456, VIP12, VIP000000'],
    ['(?:ab|abc|bcd)d?', 'abcd abd bcdd xabcdx'],
    ['[一-龥]{2,3}号', '病历三号甲乙丙丁号'],
    ['\\bAB\\d{1,3}\\b', 'AB1 XAB12 AB123 AB1234 甲AB7乙'],
    ['(?m:^)ID\\d{2}(?m:$)', 'ID12\nxID34\nID56x\nID78'],
    ['😀{2}', 'a😀😀😀b'],
    ['.{2}X', '😀aX\nX甲乙X'],
    ['\\Q+*\\E[]*+]{2}', 'x+*]*y'],
    ['(?i)ﬀ?straße', 'STRASSE STRAßE straße'],
    ['A{2,4}|A{3}B', 'AAAAAAB'],
  ])('finds what the engine finds: %#', async (pattern, text) => {
    expect(await places(pattern, text)).toEqual(byEngine(pattern, text));
  });

  it('finds what the engine finds in random texts by random patterns', async () => {
    const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', '(?:ab)', 'c', '.', '甲');
    const count = fc.constantFrom('', '?', '{2}', '{1,3}', '{0,2}');
    const piece = fc.tuple(atom, count).map(([a, c]) => a + c);
    const side = fc.array(piece, { minLength: 2, maxLength: 4 }).map((all) => `${all.join('')}`);
    const pattern = fc.array(side, { minLength: 1, maxLength: 3 }).map((all) => all.join('|'));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '甲', '\n', '😀'), maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(pattern, text, async (p, t) => {
        const own = await places(p, t).catch((error: { code: string }) => error.code);
        if (own === 'pattern-refused') return;
        expect(own).toEqual(byEngine(p, t));
      }),
      { numRuns: process.env['SLOW'] ? 5000 : 300 },
    );
  });

  it('finds letters of either case where that is asked for', async () => {
    expect(await places('vip\\d{2}', 'VIP12 Vip34 ſ', true)).toEqual([
      [0, 5],
      [6, 11],
    ]);
  });

  it.each([
    ['(ab', 0],
    ['ab)c', 2],
    ['x[z-a]', 2],
    ['AB\\1', 2],
    ['AB(?=c)', 2],
    ['AB**', 2],
    ['AB\\p{Nope}', 2],
    ['ab{2,1}', 2],
  ])('says where a pattern is wrong: %s', async (pattern, at) => {
    await expect(compilePattern(pattern, false)).rejects.toMatchObject({ code: 'pattern-invalid', at });
  });

  it.each([
    ['VIP\\d+', 5],
    ['AB[+*]x*', 7],
    ['AB\\d{3,}', 4],
    ['(a+)+b', 2],
    ['^AB', 0],
    ['AB$', 2],
    ['A\\$B\\z', 4],
    ['[^]$]{2}$', 8],
    ['((a{1,90}){1,90}){1,90}', null],
    ['(?:a{50}){50}', null],
    ['\\p{L}{900}x{900}y{900}', 17],
    ['\\d', null],
    ['a?', null],
    ['', null],
    ['.', null],
    ['[\\s\\S]', null],
    ['AB{255}C{2}', null],
    ['(?:\\p{L}{1,32}){1,3}\\d', null],
    ['(a?){100}a{100}', null],
    ['[^\\x00-\\x{10FFFF}]ab', null],
    ['x'.repeat(513), null],
  ])('refuses what has no end, no hold or no bounds: %s', async (pattern, at) => {
    const refusal = compilePattern(pattern, false);
    await expect(refusal).rejects.toMatchObject({ name: 'DetectError' });
    if (at !== null) await expect(refusal).rejects.toMatchObject({ code: 'pattern-refused', at });
  });

  it('never throws anything else, whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom(...'ab[](){}*+?|\\^$.-,09:QEpP甲'), maxLength: 24 }),
        async (p) => {
          const made = await compilePattern(p, false).catch((error: unknown) => error);
          if (made instanceof Error) expect(made.name).toBe('DetectError');
          else expect(made).toHaveProperty('work');
        },
      ),
      { numRuns: 500 },
    );
  });
});
