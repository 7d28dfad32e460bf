import { describe, expect, it } from 'vitest';
import { placeOf } from './areas.ts';
import { creditCheck, hongKongCheck, iban, isDay, luhn, residentCheck, vinCheck } from './check-digit.ts';

describe('check digits', () => {
  it('hold for published samples', () => {
    expect(residentCheck('11010519491231002')).toBe('X');
    expect(luhn('4111111111111111')).toBe(true);
    expect(luhn('490154203237518')).toBe(true);
    expect(iban('GB29NWBK60161331926819')).toBe(true);
    expect(hongKongCheck('G123456')).toBe('A');
    expect(vinCheck('1HGCM82633A004352')).toBe('3');
    expect(creditCheck('91350100M000100Y43')).toBe('3');
  });

  it('fail for every other last character', () => {
    for (const d of '0123456789') if (d !== '1') expect(luhn(`411111111111111${d}`)).toBe(false);
    for (let d = 0; d < 100; d += 1) {
      const two = String(d).padStart(2, '0');
      expect(iban(`GB${two}NWBK60161331926819`)).toBe(two === '29');
    }
    expect(creditCheck('91350100I000100Y4')).toBeNull();
    expect(vinCheck('1HGCM8263OA004352')).toBeNull();
  });

  it('know the calendar', () => {
    expect(isDay(2000, 2, 29)).toBe(true);
    expect(isDay(1900, 2, 29)).toBe(false);
    expect(isDay(1990, 13, 1)).toBe(false);
  });
});

describe('placeOf', () => {
  it('knows counties of today and of once', () => {
    for (const code of [110105, 110103, 310119, 330183, 440111, 232761, 810000])
      expect(placeOf(code)).toBe('county');
    expect(placeOf(110199)).toBe('city');
    expect(placeOf(119999)).toBe('province');
    expect(placeOf(990000)).toBe('none');
  });
});
