import { describe, expect, it } from 'vitest';
import { findForms, formsOf, strip, toGb18030 } from './canary-forms.ts';

const value = '金丝雀 198-5730-1846';

describe('the search of the canary', () => {
  it.each(formsOf(value))('finds $form in the midst of other bytes', ({ form, bytes }) => {
    const place = Buffer.concat([Buffer.from([0, 255, 17]), bytes, Buffer.from([3, 200])]);
    expect(findForms(formsOf(value), place, strip(place))).toContain(form);
  });

  it.each([0, 1, 2, 3, 4, 5])('finds base64 of a text that it stands in at %i', (at) => {
    const text = Buffer.from(`${'x'.repeat(at)}${value}, and more`).toString('base64');
    expect(findForms(formsOf(value), Buffer.from(text), Buffer.alloc(0))).toHaveLength(1);
  });

  it('finds a number whatever separates its digits', () => {
    const place = Buffer.from('call 198 5730.1846 now');
    expect(findForms(formsOf('19857301846'), place, strip(place))).toEqual(['utf-8']);
  });

  it('finds nothing elsewhere', () => {
    const place = Buffer.from('金丝 19857301847 hex e98791e4b89d base64 MTk4NTczMDE4');
    expect(findForms(formsOf('19857301846'), place, strip(place))).toEqual([]);
  });

  it('writes GB18030 that is read back', () => {
    expect(new TextDecoder('gb18030').decode(toGb18030(value))).toBe(value);
  });
});
