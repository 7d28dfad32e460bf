import { describe, expect, it } from 'vitest';
import { find } from './find.ts';

const size = process.env['SLOW'] ? 1_000_000 : 100_000;

/** Texts that made other detectors slow; here they only have to be answered. */
const hostile: Readonly<Record<string, string>> = {
  digits: '1'.repeat(size),
  spaced: '1 '.repeat(size / 2),
  dotted: '1.'.repeat(size / 2),
  alternating: '1-1 '.repeat(size / 4),
  chinese: '一二三'.repeat(size / 3),
  fillers: '一嗯'.repeat(size / 2),
  ats: 'a@'.repeat(size / 2),
  letters: 'a'.repeat(size),
  mixed: 'a1'.repeat(size / 2),
  colons: '1:'.repeat(size / 2),
  laughs: '哈'.repeat(size),
  brackets: '{"a":'.repeat(size / 5),
  escapes: '%E6%89%8B'.repeat(size / 9),
  invisible: '\u200b'.repeat(size),
  labels: '密码'.repeat(size / 2),
  births: '出生日期1990年'.repeat(size / 10),
};

describe('hostile texts', () => {
  it.each(Object.keys(hostile))('%s are answered', (name) => {
    const findings = find(hostile[name] as string, { names: null });
    expect(findings.every((f) => f.end - f.start <= 256)).toBe(true);
  });
});
