import { digitOf, isDigit, plainOf } from './chars.ts';
import { creditCheck, hongKongCheck, iban, isDay, luhn, residentCheck, vinCheck } from './check-digit.ts';
import type { EntityType } from './types.ts';

/** Gives numbers below a bound out of a keyed digest. */
type Draw = (below: number) => number;

function draws(bytes: Uint8Array): Draw {
  let at = 0;
  return (below) => {
    const high = bytes[at % bytes.length] as number;
    const low = bytes[(at + 1) % bytes.length] as number;
    // The digest is used again from another place once it is used up.
    const turn = Math.floor(at / bytes.length);
    at += 2;
    return (high * 256 + low + turn * 7919) % below;
  };
}

/** An invented value of the same type and form; check digits hold where the original's form has them. */
export function disguise(type: EntityType, value: string, bytes: Uint8Array): string {
  const draw = draws(bytes);
  if (type === 'PERSON') return person(value, draw);
  if (type === 'ADDRESS') return address(value, draw);
  if (type === 'EMAIL_ADDRESS') return mail(value, draw);
  if (type === 'IP_ADDRESS' && /^[\d.]+$/.test(value)) return `198.18.${draw(256)}.${draw(254) + 1}`;
  const digits = digitsOf(value);
  const made = numbers[type]?.(digits.toUpperCase(), draw);
  return write(value, made ?? Array.from(digits, (c) => anyLike(c, draw)).join(''));
}

/** The letters and digits of a value in plain form, one character for each place that `write` fills. */
function digitsOf(value: string): string {
  let text = '';
  for (let i = 0; i < value.length; i += 1) {
    const c = plainOf[value.charCodeAt(i)] as number;
    const digit = digitOf[c] as number;
    if (digit < 10) text += String(digit);
    else if ((c >= 65 && c <= 90) || (c >= 97 && c <= 122)) text += String.fromCharCode(c);
  }
  return text;
}

/** Writes letters and digits into the places of the original, in its script. */
function write(value: string, made: string): string {
  let text = '';
  let at = 0;
  for (let i = 0; i < value.length; i += 1) {
    const raw = value.charCodeAt(i);
    const c = plainOf[raw] as number;
    const digit = digitOf[c] as number;
    const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
    if (digit > 9 && !letter) {
      text += value.charAt(i);
      continue;
    }
    const next = made.charAt(at) || '0';
    at += 1;
    if (digit < 10 && !isDigit(raw))
      text += isDigit(next.charCodeAt(0)) ? sameScript(raw, c, Number(next)) : next;
    else text += c >= 97 && c <= 122 ? next.toLowerCase() : next;
  }
  return text;
}

const plainChinese = '零一二三四五六七八九';
const formalChinese = '零壹贰叁肆伍陆柒捌玖';

function sameScript(raw: number, plain: number, digit: number): string {
  if (plain !== raw) return String.fromCharCode(raw - (plain - 48) + digit);
  return (formalChinese.includes(String.fromCharCode(raw), 1) ? formalChinese : plainChinese).charAt(digit);
}

const upper = 'ABCDEFGHJKLMNPRSTUVWXYZ';

function anyLike(c: string, draw: Draw): string {
  if (c >= '0' && c <= '9') return String(draw(10));
  const letter = upper.charAt(draw(upper.length));
  return c >= 'a' ? letter.toLowerCase() : letter;
}

const some = (count: number, draw: Draw): string =>
  Array.from({ length: count }, () => String(draw(10))).join('');
const two = (n: number): string => String(n).padStart(2, '0');

function withLast(body: string, holds: (text: string) => boolean): string {
  for (let d = 0; d < 10; d += 1) if (holds(body + d)) return body + d;
  return `${body}0`;
}

/** Public county codes that stand for all of them. */
const counties = [
  '110105',
  '310104',
  '440305',
  '330106',
  '510107',
  '420106',
  '320104',
  '610113',
  '370102',
  '430104',
];

function date(draw: Draw): string {
  return `${1950 + draw(55)}${two(1 + draw(12))}${two(1 + draw(28))}`;
}

function resident(digits: string, draw: Draw): string {
  const county = counties[draw(counties.length)] as string;
  if (digits.length === 15) return county + date(draw).slice(2) + some(3, draw);
  const body = county + date(draw) + some(3, draw);
  return body + residentCheck(body);
}

function card(digits: string, draw: Draw): string {
  const lead = digits.startsWith('62') ? '62' : digits.charAt(0);
  return withLast(lead + some(digits.length - lead.length - 1, draw), luhn);
}

function mobile(digits: string, draw: Draw): string {
  const lead = digits.length - 11;
  return digits.slice(0, lead) + digits.slice(lead, lead + 3) + some(8, draw);
}

function credit(digits: string, draw: Draw): string {
  const body = `${digits.slice(0, 2)}${counties[draw(counties.length)]}${some(9, draw)}`;
  return body + (creditCheck(body) ?? '0');
}

function vehicle(digits: string, draw: Draw): string {
  const body = Array.from(digits, (c, i) => (i < 3 || i === 8 ? c : anyLike(c, draw))).join('');
  const check = vinCheck(body);
  return check === null ? body : body.slice(0, 8) + check + body.slice(9);
}

function international(text: string, draw: Draw): string {
  const body = Array.from(text.slice(4), (c) => anyLike(c, draw)).join('');
  for (let check = 2; check < 99; check += 1) {
    const whole = text.slice(0, 2) + two(check) + body;
    if (iban(whole)) return whole;
  }
  return text.slice(0, 4) + body;
}

function hongKong(text: string, draw: Draw): string {
  const letters = text.replace(/\d.*$/, '');
  const body = Array.from(letters, (c) => anyLike(c, draw)).join('') + some(6, draw);
  return text.length > body.length ? body + hongKongCheck(body) : body;
}

function birth(digits: string, draw: Draw): string | undefined {
  const made = date(draw);
  if (digits.length === 8) {
    const yearFirst = isDay(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6)));
    return yearFirst ? made : made.slice(4, 8).replace(/(..)(..)/, '$1$2') + made.slice(0, 4);
  }
  if (digits.length === 6) return `${made.slice(0, 4)}${1 + draw(9)}${1 + draw(9)}`;
  if (digits.length === 7) return `${made.slice(0, 4)}${1 + draw(9)}${two(1 + draw(28))}`;
  return undefined;
}

const numbers: Partial<Record<EntityType, (digits: string, draw: Draw) => string | undefined>> = {
  CN_RESIDENT_ID: resident,
  CN_MOBILE: mobile,
  BANK_CARD: card,
  CN_USCC: (digits, draw) => (digits.length === 18 ? credit(digits, draw) : undefined),
  VIN: vehicle,
  IMEI: (digits, draw) => withLast(digits.slice(0, 2) + some(12, draw), luhn),
  IBAN: international,
  HK_ID: hongKong,
  DATE_OF_BIRTH: birth,
  CN_LANDLINE: (digits, draw) => {
    const area = digits.startsWith('0') ? (/^0(?:10|2\d)/.test(digits) ? 3 : 4) : 0;
    return digits.slice(0, area) + String(2 + draw(7)) + some(digits.length - area - 1, draw);
  },
  PHONE_NUMBER: (digits, draw) => digits.slice(0, 4) + some(Math.max(0, digits.length - 4), draw),
  CARD_EXPIRY: (digits, draw) => (digits.length === 4 ? two(1 + draw(12)) + two(26 + draw(10)) : undefined),
};

const surnames = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗';
const given = '安宁嘉禾子墨雨桐思远书瑶景明若溪云帆知夏清和文博';
const firstNames = ['Alex', 'Robin', 'Sam', 'Jamie', 'Morgan', 'Casey', 'Taylor', 'Jordan', 'Avery', 'Quinn'];
const lastNames = ['Reed', 'Stone', 'Hart', 'Lane', 'Brook', 'Field', 'Marsh', 'Wells', 'Grove', 'Dale'];

function person(value: string, draw: Draw): string {
  if (/[A-Za-z]/.test(value)) return `${firstNames[draw(10)]} ${lastNames[draw(10)]}`;
  const length = Math.min(Math.max(value.replace(/[\s·]/g, '').length, 2), 4);
  let name = surnames.charAt(draw(surnames.length));
  while (name.length < length) name += given.charAt(draw(given.length));
  return name;
}

const cities = [
  '杭州市西湖区',
  '成都市武侯区',
  '南京市鼓楼区',
  '武汉市洪山区',
  '广州市天河区',
  '西安市雁塔区',
];
const roads = ['和平路', '建设路', '青年路', '文昌路', '朝晖路', '云山路', '学府路', '滨河路'];
const streets = ['Maple Street', 'Oak Avenue', 'River Road', 'Hill Lane', 'Park Street', 'Lake Drive'];

function address(value: string, draw: Draw): string {
  if (!/[\u4e00-\u9fff]/.test(value)) return `${1 + draw(400)} ${streets[draw(streets.length)]}`;
  const place = `${cities[draw(cities.length)]}${roads[draw(roads.length)]}${1 + draw(400)}号`;
  return `${place}${1 + draw(30)}幢${1 + draw(4)}单元${1 + draw(20)}0${1 + draw(6)}室`;
}

const publicMail =
  /(?:qq|163|126|139|189|foxmail|sina|sohu|gmail|outlook|hotmail|yahoo|icloud|aliyun)\.[a-z.]+$/i;

function mail(value: string, draw: Draw): string {
  const at = value.search(/[@＠]/);
  const alike = (text: string): string =>
    Array.from(text, (c) => (/[A-Za-z0-9]/.test(c) ? anyLike(c, draw) : c)).join('');
  if (at < 0) return alike(value);
  const domain = value.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  const kept = publicMail.test(domain) || dot < 0 ? domain : alike(domain.slice(0, dot)) + domain.slice(dot);
  return alike(value.slice(0, at)) + value.charAt(at) + kept;
}
