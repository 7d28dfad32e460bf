import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corpus } from '../corpus/index.ts';
import { find } from './find.ts';
import { mask, redact } from './mask-text.ts';
import type { Finding } from './types.ts';

const runs = process.env['SLOW'] ? 5_000 : 300;

/** Lines of text; ⟦TYPE:value⟧ marks a finding, nothing else is one. `\n` and `\u200b` stand for themselves. */
const cases = readFileSync(new URL('find.cases.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.replaceAll('\\n', '\n').replaceAll('\\u200b', '\u200b'));

function marked(line: string): { text: string; expected: string[] } {
  let text = '';
  const expected: string[] = [];
  for (const part of line.split(/(⟦[A-Z_]+:[^⟧]*⟧)/)) {
    const [, type, value] = /^⟦([A-Z_]+):([^⟧]*)⟧$/.exec(part) ?? [];
    if (value !== undefined) expected.push(`${type} ${text.length}-${text.length + value.length}`);
    text += value ?? part;
  }
  return { text, expected };
}

const shown = (findings: readonly Finding[]): string[] =>
  findings.map((f) => `${f.type} ${f.start}-${f.end}`);

const soup = fc
  .array(
    fc.oneof(
      fc.constantFrom(...cases.map((line) => marked(line).text)),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.string({
        unit: fc.constantFrom(...'0123456789 -.@密码一二三零*Xx:：，%&\\ \u200b１＠'),
        maxLength: 40,
      }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

describe('find', () => {
  it.each(cases.map((line, i) => [i + 1, line] as const))('case in line %i', (_, line) => {
    const { text, expected } = marked(line);
    expect(shown(find(text, { names: null }))).toEqual(expected);
  });

  it('gives sorted, disjoint findings with offsets inside, whatever the text', () => {
    fc.assert(
      fc.property(soup, (text) => {
        let end = 0;
        for (const f of find(text)) {
          expect(f.start).toBeGreaterThanOrEqual(end);
          expect(f.end).toBeGreaterThan(f.start);
          expect(f.end - f.start).toBeLessThanOrEqual(256);
          expect(f.score).toBeGreaterThanOrEqual(0.5);
          end = f.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: runs },
    );
  });

  it('finds nothing new in what it masked', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.constantFrom('', '好的，', '客户：'), (line, lead) => {
        const { text } = marked(lead + line);
        const once = mask(text, find(text, { names: null }));
        expect(mask(once, find(once, { names: null }))).toBe(once);
      }),
      { numRuns: runs },
    );
  });

  it('does not depend on what stands farther away than 64 units', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), soup, soup, (line, before, after) => {
        const { text } = marked(line);
        const quiet = '。'.repeat(64);
        const at = before.length + 64;
        const inside = find(`${before}${quiet}${text}${quiet}${after}`, { names: null }).filter(
          (f) => f.start >= at && f.end <= at + text.length,
        );
        const alone = find(`${quiet}${text}${quiet}`, { names: null });
        expect(inside.map((f) => ({ ...f, start: f.start - at + 64, end: f.end - at + 64 }))).toEqual(alone);
      }),
      { numRuns: runs },
    );
  });

  it('explains without values, and only when asked', () => {
    const [explained] = find('手机13800138000', { names: null, explain: true });
    expect(explained?.why).toEqual([
      { code: 'mobile', weight: 3 },
      { code: 'context', weight: 5 },
    ]);
    expect(find('手机13800138000', { names: null })[0]).not.toHaveProperty('why');
  });

  it('keeps to the types and the score that were asked for', () => {
    const text = '手机13800138000，邮箱zhang.san@qq.com';
    expect(shown(find(text, { types: ['EMAIL_ADDRESS'] }))).toEqual(['EMAIL_ADDRESS 16-32']);
    expect(find(text, { minScore: 1.1 })).toEqual([]);
  });

  it('redacts with the name of the type', () => {
    expect(redact('手机13800138000。', find('手机13800138000。'))).toBe('手机[CN_MOBILE]。');
  });
});

/**
 * The obvious twin: each place is judged alone, in a window cut out of the text, so that neither tables, nor
 * frontiers, nor skipping can lose anything between one finding and the next.
 */
function slowly(text: string): Set<string> {
  const found = new Set<string>();
  const reach = 700;
  for (let at = 0; at < text.length; at += 32) {
    const from = Math.max(0, at - reach);
    const window = text.slice(from, at + reach);
    for (const f of find(window, { names: null })) {
      const start = from + f.start;
      if (start >= at && start < at + 32) found.add(`${f.type} ${start}-${from + f.end}`);
    }
  }
  return found;
}

describe('find and its slow twin', () => {
  it('agree on the corpora, read as one long text', () => {
    const text = corpus('dev')
      .slice(0, 400)
      .map((record) => record.text)
      .join('\n');
    expect(new Set(shown(find(text, { names: null })))).toEqual(slowly(text));
  });
});
