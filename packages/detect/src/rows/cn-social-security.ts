import { ends } from '../mask/shape.ts';
import type { Row, Shape, Token } from '../row.ts';

function socialToken(t: Token): Shape | null {
  if (!/^[A-Z]{1,3}\d{7,16}[A-Z]?$|^\d{6,12}[A-Z]\d{0,6}$|^[A-Z0-9]{9,18}$/.test(t.upper)) return null;
  return /\d{5}/.test(t.upper) ? { code: 'letters-digits', logit: -2.6, named: true } : null;
}

/** Numbers of social security and medical insurance cards that are not the ID number. */
export const cnSocialSecurity: Row<'CN_SOCIAL_SECURITY'> = {
  type: 'CN_SOCIAL_SECURITY',
  rank: 330,
  label: { zh: '社保号', en: 'Social security' },
  level: 'C2',
  sensitive: true,
  protect: true,
  source: 'social security and medical insurance cards: form varies by city',
  unverified: 'that the card number varies by city and has no check',
  names:
    '社保卡 社保卡号 社保卡号码 社保号 社保编号 社保账号 社保电脑号 社会保障卡 社会保障卡号 社会保障卡卡号 社保卡卡号 医保卡卡号 社会保险号 医保卡 医保卡号 医保卡号码 医保号 医保编号 医保账号 医疗保险号 医疗证号 个人社保号 社保個人編號 社保个人编号 医保电脑号 养老保险号 养老保险账号 新农合 新农合号 医疗卡号 社保 医保 参保号 社會保障號 医保证号 健康卡号 居民健康卡 居民健康卡号 电子健康卡号 social_security_card social_insurance social_insurance_number ssc medical_insurance medical_insurance_number insurance_card medicare',
  numbers: {
    counts: [7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
    named: true,
    test: (n) =>
      n.gap === 'slash' || n.gap === 'comma' || n.gap === 'dot'
        ? null
        : { code: 'digits', logit: -2.1, named: true },
  },
  tokens: { sizes: [7, 20], test: socialToken },
  mask: {
    ladder: [
      ends(12, 0, 6, { total: [18] }),
      ends(6, 0, 12, { total: [18] }),
      ends(2, 0, 16, { total: [18] }),
    ],
    example: '330106198603120017',
  },
};
