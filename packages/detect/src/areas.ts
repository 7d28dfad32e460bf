import { packedAreas } from './tables/areas.ts';

let known: Set<number> | undefined;
let cities: Set<number> | undefined;

function unpack(): Set<number> {
  const codes = new Set<number>();
  let code = 0;
  for (let i = 0; i < packedAreas.length; ) {
    const length = '+*!'.indexOf(packedAreas.charAt(i)) + 2;
    const from = length === 1 ? i : i + 1;
    code += Number.parseInt(packedAreas.slice(from, from + length), 36);
    codes.add(code);
    i = from + length;
  }
  return codes;
}

const provinces = new Set(
  [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64,
  ].concat([65, 71, 81, 82, 83]),
);

/** How well the first six digits of an ID number name a place: a county now or once, a city, a province, nothing. */
export function placeOf(code: number): 'county' | 'city' | 'province' | 'none' {
  known ??= unpack();
  if (known.has(code) || code === 810000 || code === 820000 || code === 830000 || code === 710000)
    return 'county';
  cities ??= new Set([...known].map((each) => Math.floor(each / 100)));
  if (cities.has(Math.floor(code / 100))) return 'city';
  return provinces.has(Math.floor(code / 10000)) ? 'province' : 'none';
}
