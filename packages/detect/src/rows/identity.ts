import { placeOf } from '../areas.ts';
import { hongKongCheck, isDay, residentCheck } from '../check-digit.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';
import { after, before } from './shapes.ts';

const idNames =
  '身份证 身份证号 身份证号码 身份证明 身份证件 身份号码 身份号 公民身份号码 公民身份证 证件号 证件号码 证件编号 证件 居住证 居住证号 驾驶证 ' +
  '驾驶证号 驾驶证号码 驾照 驾照号 驾照号码 社会保障号 社会保障号码 公民号码 二代证 实名 实名认证 实名信息 身分證 身份證字號 身分证 身分证号 ' +
  'id_card id_number id_no idcard id_num idno id_card_number id_card_no identity_card identity_number identity_no resident_id ' +
  'national_id cert_no certno cert_id certificate_no sfz sfzh citizen_id driver_license driving_licence license_number drivers_license';

const idGroups = new Set([
  '6,8,4',
  '6,4,4,4',
  '3,3,4,4,4',
  '6,4,2,2,4',
  '6,8,3',
  '4,4,4,4,2',
  '6,12',
  '14,4',
  '6,6,6',
]);

function groupsFitId(n: NumberRun): number {
  if (n.gap === 'none') return 0;
  if (n.gap === 'slash' || n.gap === 'comma') return -3;
  if (n.spoken || idGroups.has(n.groups.join())) return 0.3;
  return n.groups.every((g) => g === 1) ? 0 : n.gap === 'newline' ? -0.3 : -0.8;
}

/** An ID number with its check character: eighteen characters, the last a digit or X. */
export function residentShape(body: string, n: NumberRun): Shape | null {
  const day = isDay(Number(body.slice(6, 10)), Number(body.slice(10, 12)), Number(body.slice(12, 14)));
  const checked = residentCheck(body) === body.charAt(17);
  const place = placeOf(Number(body.slice(0, 6)));
  const grouped = groupsFitId(n);
  if (day && checked) {
    const logit = place === 'county' ? 7 : place === 'city' ? 5.5 : place === 'province' ? 4 : 1.5;
    return { code: 'check-date-area', logit: logit + grouped };
  }
  if (day && place !== 'none')
    return { code: 'date-area', logit: (place === 'county' ? -0.7 : -1.4) + grouped };
  if (place === 'none' || (!checked && !/^[1-6]/.test(body)))
    return { code: 'eighteen', logit: -4 + grouped, named: true };
  return { code: checked ? 'check-area' : 'area', logit: (checked ? -1.5 : -2.5) + grouped, named: true };
}

function resident(n: NumberRun): Shape | null {
  const { digits } = n;
  if (digits.length === 17) {
    const x = /^[ -]?(?:[xX×✕](?![A-Za-z0-9*])|叉|艾克斯|埃克斯|爱克斯|ex(?![a-z]))/.exec(
      after(n.text, n.end, 5),
    );
    if (!x) return null;
    const shape = residentShape(`${digits}X`, n);
    return shape && { ...shape, end: n.end + x[0].length };
  }
  if (digits.length === 18) return /^[1-8]/.test(digits) ? residentShape(digits, n) : null;
  const day = isDay(
    1900 + Number(digits.slice(6, 8)),
    Number(digits.slice(8, 10)),
    Number(digits.slice(10, 12)),
  );
  const place = placeOf(Number(digits.slice(0, 6)));
  if (!day || place === 'none') return { code: 'fifteen', logit: -3.6, named: true };
  return {
    code: 'date-area',
    logit: (place === 'county' ? 2.2 : place === 'city' ? 1 : -1) + groupsFitId(n),
  };
}

function foreignResident(n: NumberRun): Shape | null {
  const { digits } = n;
  if (!digits.startsWith('9')) return null;
  const day = isDay(Number(digits.slice(6, 10)), Number(digits.slice(10, 12)), Number(digits.slice(12, 14)));
  const x = digits.length === 17 ? /^[xX](?![A-Za-z0-9])/.exec(after(n.text, n.end, 2)) : null;
  if (digits.length === 17 && !x) return null;
  const checked = residentCheck(digits) === (x ? 'X' : digits.charAt(17));
  const end = n.end + (x ? 1 : 0);
  if (!day) return { code: 'eighteen', logit: -3.5, named: true, end };
  return { code: checked ? 'check-date' : 'date', logit: checked ? 3 : -1.5, end };
}

function passport(t: Token): Shape | null {
  const { upper } = t;
  if (/^(?:[EG]\d{8}|E[A-HJ-NP-Z]\d{7})$/.test(upper)) return { code: 'passport', logit: -0.4 };
  if (/^(?:D[E]?\d{7,8}|S[E]?\d{7,8}|P[E]?\d{7,8}|MA\d{7}|K[JN]?\d{7,8}|H[J]?\d{8})$/.test(upper)) {
    return { code: 'official-passport', logit: -2.2, named: true };
  }
  // Foreign passports and mistyped numbers count only where the text names them.
  if (/^[A-Z]{1,2}\d{6,9}$/.test(upper)) return { code: 'letters-digits', logit: -3, named: true };
  return null;
}

const oldPassport = (n: NumberRun): Shape | null =>
  n.digits.length === 9
    ? { code: 'old-passport', logit: /^1[45]/.test(n.digits) ? -2.3 : -3.4, named: true }
    : null;

function hongKongMacauPermit(t: Token): Shape | null {
  if (/^[HM]\d{8}(?:\d{2})?$/.test(t.upper)) return { code: 'home-return', logit: -1.2 };
  if (/^(?:C\d{8}|C[A-HJ-NP-Z]\d{7}|W\d{8})$/.test(t.upper)) return { code: 'exit-endorsement', logit: -1.4 };
  return null;
}

function taiwanPermit(t: Token): Shape | null {
  if (/^[TL]\d{8}$/.test(t.upper)) return { code: 'taiwan-travel', logit: -1.8, named: true };
  if (/^\d{10}[A-Z]$/.test(t.upper)) return { code: 'old-compatriot', logit: -2.4, named: true };
  return null;
}

const compatriot = (n: NumberRun): Shape | null =>
  n.digits.length === 8 || n.digits.length === 10
    ? { code: 'compatriot', logit: -2.6, named: true, end: withLetter(n) }
    : null;

const withLetter = (n: NumberRun): number => {
  const tail = n.digits.length === 10 ? /^ ?[(（][A-Z][)）]/.exec(after(n.text, n.end, 5)) : null;
  return n.end + (tail?.[0].length ?? 0);
};

function hongKongId(t: Token): Shape | null {
  const open = /^([A-Z]{1,2}\d{6})$/.exec(t.upper);
  if (open) {
    const tail = /^ ?[(（]([0-9Aa])[)）]/.exec(after(t.text, t.end, 5));
    if (!tail) return { code: 'no-check', logit: -3.2, named: true };
    const checked = hongKongCheck(t.upper) === (tail[1] as string).toUpperCase();
    return { code: checked ? 'check' : 'bracket', logit: checked ? 3.5 : 0.3, end: t.end + tail[0].length };
  }
  const bare = /^([A-Z]{1,2}\d{6})([0-9A])$/.exec(t.upper);
  if (!bare) return null;
  const checked = hongKongCheck(bare[1] as string) === bare[2];
  return { code: checked ? 'check' : 'no-check', logit: checked ? -1.6 : -3, named: true };
}

const macauId = (n: NumberRun): Shape | null => {
  if (n.digits.length !== 7 || !/^[157]/.test(n.digits)) return null;
  const tail = /^[(（]\d[)）]/.exec(after(n.text, n.end, 4));
  return tail ? { code: 'macau', logit: 0, named: true, end: n.end + tail[0].length } : null;
};

function oldForeignResident(t: Token): Shape | null {
  if (!/^[A-Z]{3}\d{12}$/.test(t.upper)) return null;
  const day = isDay(
    1900 + Number(t.upper.slice(7, 9)),
    Number(t.upper.slice(9, 11)),
    Number(t.upper.slice(11, 13)),
  );
  return { code: day ? 'letters-date' : 'letters', logit: day ? -0.6 : -2 };
}

function military(n: NumberRun): Shape | null {
  const { text } = n;
  const lead = /(?:[军軍南北沈兰成济广空海参政后装士文武警消边森水电交黄][字官兵]?)字?第[ ]?$/.exec(
    before(text, n.start, 6),
  );
  if (lead) {
    const tail = /^ ?[号號]/.exec(after(text, n.end, 2));
    return {
      code: 'series',
      logit: 3.5,
      start: n.start - lead[0].length,
      end: n.end + (tail?.[0].length ?? 0),
    };
  }
  return { code: 'digits', logit: n.gap === 'none' || n.spoken ? -2.6 : -4, named: true };
}

const permitNames =
  '回乡证 回乡证号 港澳通行证 往来港澳通行证 港澳居民来往内地通行证 来往内地通行证 港澳通行证号 通行证 通行证号 通行证号码 港澳证 港澳居民通行证 回鄉證 home_return_permit home_return mainland_travel_permit travel_permit hk_macau_permit exit-entry_permit';
const taiwanNames =
  '台胞证 台胞证号 台湾居民来往大陆通行证 台湾通行证 大陆居民往来台湾通行证 往来台湾通行证 大通证 入台证 来往大陆通行证 台胞證 通行证 通行证号 taiwan_permit taiwan_compatriot_permit mtp mainland_travel_permit_for_taiwan_residents';

const strict = { level: 'C2', sensitive: false, protect: true } as const;

export const identityRows: readonly Row[] = [
  {
    type: 'CN_RESIDENT_ID',
    ...strict,
    source: 'GB 11643-1999 (MOD 11-2), GB/T 2260 now and historical; 15 digits before 1999',
    names: idNames,
    hints: '身份 实名制 核实身份 核验 证号 id 社保号 社保 投保人 被保险人 身份信息 identity ssn number ic',
    not: '居住证明编号',
    numbers: { counts: [15, 17, 18], test: resident },
  },
  {
    type: 'FOREIGN_PR_CARD',
    ...strict,
    source: 'permanent residence card: 2023 form 9… (MOD 11-2), before 2023 three letters and twelve digits',
    names:
      '永久居留证 永久居留身份证 外国人永久居留证 外国人永久居留身份证 外国人居留证 永居证 永居卡 居留证号 永久居留 五星卡 green_card permanent_residence permanent_resident_card permanent_resident pr_card foreigner_id 证件号 证件号码',
    numbers: { counts: [17, 18], test: foreignResident },
    tokens: oldForeignResident,
  },
  {
    type: 'CN_PASSPORT',
    ...strict,
    source: 'public series of ordinary, official and diplomatic passports',
    names:
      '护照 护照号 护照号码 護照 護照號碼 因私护照 因公护照 旅行证件 passport passport_no passport_number passportno passport_num passport_# 证件号 证件号码',
    hints: '出境 签证 visa 登机 酒店入住 证件',
    numbers: { counts: [9], named: true, test: oldPassport },
    tokens: passport,
  },
  {
    type: 'HK_MACAU_PERMIT',
    ...strict,
    source: 'travel permits between the mainland and Hong Kong, Macau',
    names: `${permitNames} 证件号 证件号码`,
    hints: '港澳 香港 澳门 通关 签注',
    tokens: hongKongMacauPermit,
  },
  {
    type: 'TAIWAN_PERMIT',
    ...strict,
    source: 'travel permits between the mainland and Taiwan',
    names: taiwanNames,
    hints: '台湾 台胞 赴台',
    numbers: { counts: [8, 10], named: true, test: compatriot },
    tokens: taiwanPermit,
  },
  {
    type: 'HK_ID',
    ...strict,
    source: 'Hong Kong identity card (MOD 11), Macau identity card',
    names:
      '香港身份证 香港身份证号 香港身份证号码 香港身份證 香港永久性居民身份证 香港居民身份证 港身份证 澳门身份证 澳门居民身份证 澳門身份證 hkid hkid_no hkid_number hong_kong_id hong_kong_identity_card hk_id',
    hints: '身份证 身份证号 身份證 香港 id identity_card',
    numbers: { counts: [7], named: true, test: macauId },
    tokens: hongKongId,
  },
  {
    type: 'CN_MILITARY_ID',
    ...strict,
    source: 'officers’ and soldiers’ certificates: series 字第 and 6-8 digits',
    names:
      '军官证 军官证号 军官证号码 士兵证 士兵证号 军人证 军人证号 军人身份证 文职干部证 军证 军士证 士官证 警官证 警官证号 武警证 武警警官证 军人保障卡 軍官證 退役军人证 military_id military_officer_id officer_id officer_certificate soldier_id military_card',
    numbers: { counts: [6, 7, 8, 9], test: military },
  },
];
