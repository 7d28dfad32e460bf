import { creditCheck } from '../check-digit.ts';
import type { NumberRun, Row, Shape, Token } from '../row.ts';

function credit(upper: string): Shape | null {
  if (!/^(?:[159Y][1239]|[2346789AN][1239]|A1|N[1239]|Y1|G1)\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(upper)) {
    return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(upper) && /\d{8}/.test(upper)
      ? { code: 'eighteen', logit: -3.4, named: true }
      : null;
  }
  const checked = creditCheck(upper) === upper.charAt(17);
  const letters = /[A-Z]/.test(upper);
  return {
    code: checked ? 'check' : 'no-check',
    logit: checked ? (letters ? 4 : 2.4) : letters ? -0.6 : -2.4,
  };
}

const creditToken = (t: Token): Shape | null => (t.upper.length === 18 ? credit(t.upper) : null);
const creditNumber = (n: NumberRun): Shape | null =>
  n.gap === 'none' || n.gap === 'space' ? credit(n.digits) : null;

function ssn(n: NumberRun): Shape | null {
  const { digits } = n;
  if (/^(?:000|666|9)/.test(digits) || /^\d{3}00/.test(digits) || /0000$/.test(digits)) return null;
  const grouped = n.groups.join() === '3,2,4';
  if (grouped && (n.gap === 'dash' || n.gap === 'space'))
    return { code: 'grouped', logit: n.gap === 'dash' ? 1.4 : -1.2 };
  return n.gap === 'none' || n.spoken ? { code: 'nine', logit: -2.4, named: true } : null;
}

function socialToken(t: Token): Shape | null {
  if (!/^[A-Z]{1,3}\d{7,16}[A-Z]?$|^\d{6,12}[A-Z]\d{0,6}$|^[A-Z0-9]{9,18}$/.test(t.upper)) return null;
  return /\d{5}/.test(t.upper) ? { code: 'letters-digits', logit: -2.6, named: true } : null;
}

export const organisationRows: readonly Row[] = [
  {
    type: 'CN_USCC',
    level: 'C1',
    sensitive: false,
    protect: false,
    source: 'GB 32100-2015 (MOD 31-3); 92… are sole traders',
    names:
      '统一社会信用代码 社会信用代码 信用代码 统一代码 税号 纳税人识别号 纳税识别号 企业税号 开票税号 纳税号 营业执照 营业执照号 营业执照号码 执照号 注册号 纳税人号 統一社會信用代碼 税务登记号 组织机构代码 uscc credit_code tax_id taxpayer_id tax_number business_license unified_social_credit_code tax_no',
    hints: '公司 企业 开票 发票 抬头 company invoice',
    numbers: { counts: [18], test: creditNumber },
    tokens: creditToken,
  },
  {
    type: 'CN_SOCIAL_SECURITY',
    level: 'C2',
    sensitive: true,
    protect: true,
    source: 'social security and medical insurance cards: form varies by city',
    names:
      '社保卡 社保卡号 社保卡号码 社保号 社保编号 社保账号 社保电脑号 社会保障卡 社会保障卡号 社会保险号 医保卡 医保卡号 医保号 医保编号 医保账号 医疗保险号 医疗证号 个人社保号 社保個人編號 社保个人编号 医保电脑号 养老保险号 养老保险账号 新农合 新农合号 医疗卡号 社保 医保 参保号 社會保障號 医保证号 social_security_card social_insurance social_insurance_number ssc medical_insurance medical_insurance_number insurance_card medicare',
    numbers: {
      counts: [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
      named: true,
      test: (n) =>
        n.gap === 'slash' || n.gap === 'comma' || n.gap === 'dot'
          ? null
          : { code: 'digits', logit: -2.1, named: true },
    },
    tokens: socialToken,
  },
  {
    type: 'US_SSN',
    level: 'C2',
    sensitive: true,
    protect: true,
    source: 'US Social Security Administration: 3-2-4 digits',
    names:
      'ssn ssn_number social_security social_security_number social_security_no social_sec us_ssn 美国社保号 美国社安号 社安号 社会安全号 社会安全号码 itin',
    hints: 'social tax identity 社会',
    numbers: { counts: [9], test: ssn },
  },
];
