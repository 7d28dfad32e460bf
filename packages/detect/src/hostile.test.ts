import { describe, expect, it } from 'vitest';
import { find } from './find.ts';
import { names } from './name/index.ts';

const size = process.env['SLOW'] ? 1_000_000 : 100_000;

/** Texts that made other detectors slow; here they only have to be answered, in time that grows with the length. */
const hostile: Readonly<Record<string, (size: number) => string>> = {
  digits: (n) => '1'.repeat(n),
  spaced: (n) => '1 '.repeat(n / 2),
  dotted: (n) => '1.'.repeat(n / 2),
  alternating: (n) => '1-1 '.repeat(n / 4),
  chinese: (n) => '一二三'.repeat(n / 3),
  fillers: (n) => '一嗯'.repeat(n / 2),
  ats: (n) => 'a@'.repeat(n / 2),
  letters: (n) => 'a'.repeat(n),
  mixed: (n) => 'a1'.repeat(n / 2),
  colons: (n) => '1:'.repeat(n / 2),
  laughs: (n) => '哈'.repeat(n),
  brackets: (n) => '{"a":'.repeat(n / 5),
  escapes: (n) => '%E6%89%8B'.repeat(n / 9),
  invisible: (n) => '\u200b'.repeat(n),
  labels: (n) => '密码'.repeat(n / 2),
  births: (n) => '出生日期1990年'.repeat(n / 10),
  cards: (n) => '6222 0212 3456 7890 '.repeat(n / 20),
  numbers: (n) => '手机13800138000'.repeat(n / 13),
  people: (n) => '王李张刘'.repeat(n / 4),
  places: (n) => '省市区县路号'.repeat(n / 6),
  capitals: (n) => 'Li Wei '.repeat(n / 7),
};

/** How many code units are read while `work` runs, by whatever way strings are read. */
function unitsRead(work: () => unknown): number {
  const text = String.prototype;
  const { charCodeAt, charAt, slice } = text;
  const { exec, test } = RegExp.prototype;
  let count = 0;
  text.charCodeAt = function (i) {
    count += 1;
    return charCodeAt.call(this, i);
  };
  text.charAt = function (i) {
    count += 1;
    return charAt.call(this, i);
  };
  text.slice = function (from, to) {
    const part = slice.call(this, from, to);
    count += part.length;
    return part;
  };
  // A sticky pattern reads on from its place, others may read the whole text.
  RegExp.prototype.exec = function (input) {
    const found = exec.call(this, input);
    count += this.sticky ? 40 + (found?.[0].length ?? 0) : input.length;
    return found;
  };
  RegExp.prototype.test = function (input) {
    count += this.sticky ? 40 : input.length;
    return test.call(this, input);
  };
  try {
    work();
  } finally {
    Object.assign(text, { charCodeAt, charAt, slice });
    Object.assign(RegExp.prototype, { exec, test });
  }
  return count;
}

describe('hostile texts', () => {
  it.each(Object.keys(hostile))('%s are answered', (name) => {
    const findings = find((hostile[name] as (size: number) => string)(size), { names: null });
    expect(findings.every((f) => f.end - f.start <= 256)).toBe(true);
  });

  it.each(Object.keys(hostile))('%s twice as long are read twice as much', (name) => {
    const make = hostile[name] as (size: number) => string;
    for (const options of [{ names: null }, { names: names() }]) {
      find(make(1000), options);
      const once = unitsRead(() => find(make(9_000), options));
      const twice = unitsRead(() => find(make(18_000), options));
      expect(once).toBeGreaterThan(5_000);
      expect(twice / once).toBeLessThan(2.2);
    }
  });
});
