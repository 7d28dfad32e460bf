/** Finds addresses written in English or pinyin; offsets are of `text`. */
export type LatinAddress = { readonly start: number; readonly end: number; readonly score: number };

const street =
  /\b(?:roads?|rd|streets?|st|avenue|ave|lane|ln|drive|dr|boulevard|blvd|highway|hwy|parkway|pkwy|court|ct|place|pl|terrace|crescent|way|close|square|lu|jie|dajie|dadao|hutong|xiang|rue)\b\.?/i;
const detail =
  /^(?:(?:room|rm|unit|flat|apt|apartment|suite|ste|floor|fl|building|bldg|block|tower|house|no|lot|villa|po box|#)\b|\d|#|[a-z]?\d+[a-z]?$|[a-z]$)/i;
const ordinal = /^(?:\d+(?:st|nd|rd|th)|[A-Z]{1,2}\d{0,2}|\d+)[ -]?(?:floor|fl\.?|f)$/i;
const notPlace =
  /^(?:Attn|Tel|Phone|Mobile|Email|Thanks|Thank|Please|Regards|Dear|Contact|Postcode|Zip|Mr|Mrs|Ms)\b/i;
const opens =
  /(?:room|rm|unit|flat|apt|apartment|suite|ste|building|bldg|block|tower|no|house|villa|lot)\.? ?#?$/i;

/** A street word in small letters after one of these is an ordinary word: on its way, take place, please close. */
const ordinaryUse =
  /\b(?:a|an|the|its?|this|that|any|some|every|no|my|your|our|his|her|their|in|on|to|by|of|or|and|is|are|was|be|will|can|not|please|takes?|took|taken|one|same|other|right|half|under|all|which|what|long)\s+$/i;

const inner =
  /^(?:room|rm|unit|flat|apt|apartment|suite|ste|floor|building|bldg|block|tower) ?#?[A-Z]?\d+[A-Z]?$/i;

type Part = { readonly start: number; readonly end: number; readonly text: string };

function split(text: string, from: number, to: number): Part[] {
  const found: Part[] = [];
  let start = from;
  for (let i = from; i <= to; i += 1) {
    if (i < to && text[i] !== ',') continue;
    let a = start;
    let b = i;
    while (a < b && text[a] === ' ') a += 1;
    while (b > a && text[b - 1] === ' ') b -= 1;
    if (b > a) found.push({ start: a, end: b, text: text.slice(a, b) });
    start = i + 1;
  }
  return found;
}

/** The first word of a part that names a kind of street. */
function streetIn(text: string): RegExpExecArray | null {
  const hit = street.exec(text);
  if (hit === null || /^[A-Z]/.test(hit[0]) || !ordinaryUse.test(text.slice(0, hit.index))) return hit;
  return null;
}

/** Start of the address inside the comma-free part that holds a street: its house number or first capital. */
function startOf(part: Part): number {
  const number =
    /(?:\b(?:room|rm|unit|flat|apt|apartment|suite|ste|floor|building|bldg|block|no|lot|house|villa)\b\.? ?#?)?\s?#?[A-Za-z]?(?<!\d)\d{1,6}(?!\d)[\w-]*\.? (?=[A-Z\d])/i.exec(
      part.text,
    );
  if (number !== null) return part.start + number.index + (/^\s+/.exec(number[0])?.[0].length ?? 0);
  const capital = /(?:[A-Z][\w'’.-]*\s+)*[A-Z][\w'’.-]*$/.exec(
    part.text.slice(0, (streetIn(part.text)?.index ?? 0) + 1),
  );
  return capital === null ? part.start : part.start + capital.index;
}

/** Addresses of one line of Latin text `[from, to)`. */
export function latinAddresses(text: string, from: number, to: number): LatinAddress[] {
  const found: LatinAddress[] = [];
  const all = split(text, from, to);
  for (let i = 0; i < all.length; i += 1) {
    const part = all[i] as Part;
    const hit = streetIn(part.text);
    if (part.text.length > 80) continue;
    if (hit === null) {
      const flat = flatOf(all, i);
      if (flat === null) continue;
      found.push({ start: flat.start, end: flat.end, score: 0.9 });
      i = flat.last;
      continue;
    }
    let first = i;
    let start = startOf(part);
    while (first > 0 && start === (all[first] as Part).start) {
      const before = all[first - 1] as Part;
      const tail = tailOf(before);
      if (tail === null) break;
      first -= 1;
      start = tail;
    }
    let last = i;
    let end = endOf(part, hit.index + hit[0].length);
    while (end === (all[last] as Part).end && last + 1 < all.length) {
      const next = all[last + 1] as Part;
      const place = placeOf(next.text);
      if (place === 0) break;
      last += 1;
      end = next.start + place;
    }
    const whole = text.slice(start, end);
    const numbered = /\d/.test(whole);
    if (numbered || last > i) found.push({ start, end, score: numbered ? 0.93 : 0.45 });
    i = last;
  }
  return found;
}

const strong = /^(?:room|rm|unit|flat|apt|apartment|suite|ste)\b/i;

/** An address without a street that begins with part `i`: a flat, more details, then a place; null where it is none. */
function flatOf(all: readonly Part[], i: number): { start: number; end: number; last: number } | null {
  const part = all[i] as Part;
  const start = tailOf(part);
  if (start === null || !strong.test(part.text.slice(start - part.start))) return null;
  let last = i;
  while (last + 1 < all.length && isDetail((all[last + 1] as Part).text)) last += 1;
  if (last === i) return null;
  let end = 0;
  while (last + 1 < all.length && (end === 0 || end === (all[last] as Part).end)) {
    const next = all[last + 1] as Part;
    const place = streetIn(next.text) !== null ? 0 : placeOf(next.text);
    if (place === 0) break;
    last += 1;
    end = next.start + place;
  }
  return end === 0 ? null : { start, end, last };
}

const isDetail = (text: string): boolean => detail.test(text) || ordinal.test(text);

function endOf(part: Part, streetEnd: number): number {
  const rest = part.text.slice(streetEnd);
  const more = /^(?:\s+(?:[A-Z][\w'’-]*|#?\d{1,4}[A-Z]?))*/.exec(rest)?.[0].length ?? 0;
  if (rest.length === more) return part.start + streetEnd + more;
  return part.start + streetEnd - (part.text[streetEnd - 1] === '.' && rest === '' ? 1 : 0);
}

/** Where the detail at the end of a part begins: Room 5, Unit 2, 12/F; null where there is none. */
function tailOf(part: Part): number | null {
  if (detail.test(part.text) || ordinal.test(part.text)) return part.start;
  const tail =
    /(?:\b(?:room|rm|unit|flat|apt|apartment|suite|ste|floor|building|bldg|block|tower|no|house|villa|lot)\b\.? ?#?[\w-]+(?: [A-Z][\w'’-]*)*|\b[A-Z]?\d+[\w-]*(?: [A-Z][\w'’-]*)*)$/i.exec(
      part.text,
    );
  return tail === null || opens.test(part.text) ? null : part.start + tail.index;
}

/** Length of the place name that a part opens with; 0 where it is none. */
function placeOf(text: string): number {
  if (notPlace.test(text)) return 0;
  const flat = inner.exec(text);
  if (flat !== null) return flat[0].length;
  const posted = /^([A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+){0,2}) [A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b/.exec(text);
  if (posted !== null) return (posted[1] as string).length;
  const named = /^[A-Z][A-Za-z'’-]*(?: [A-Z][A-Za-z'’-]*){0,3}/.exec(text)?.[0] ?? '';
  if (named === '') return /^(?:#|no\b|room\b|unit\b|\d)/i.test(text) && text.length < 20 ? text.length : 0;
  return /^(?:$|[.;!?)\]"]|\s)/.test(text.slice(named.length)) ? named.length : 0;
}
