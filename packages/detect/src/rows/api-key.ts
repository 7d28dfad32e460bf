import { codeAt } from '../chars.ts';
import { secretLadder } from '../mask/ladders.ts';
import type { Row, Shape, Token } from '../row.ts';

const keyPrefix =
  /^(?:SK-|AKIA[A-Z0-9]{16}|ASIA[A-Z0-9]{16}|LTAI[A-Z0-9]{12,}|AKID[A-Z0-9]{13,}|GH[POUSR]_|GITHUB_PAT_|GLPAT-|XOX[BPARS]-|AIZA[A-Z0-9_-]{30,}|SK_(?:LIVE|TEST)_|PK_(?:LIVE|TEST)_|RK_LIVE_|NPM_|HF_|EYJ[A-Z0-9_-]{10,}\.|SG\.|SQ0|YA29\.|DOP_V1_|SHPAT_|PYPI-|DCKR_PAT_|AC[0-9A-F]{32}$|SK[0-9A-F]{32}$|AQ\.)/;

/** With these no word and no neighbour speaks against a key. */
const certainPrefix =
  /^(?:AKIA[A-Z0-9]{16}$|LTAI[A-Za-z0-9]{16,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_|glpat-|xox[bp]-|sk-[A-Za-z0-9-]{32,}|sk_live_)/;

/** 1 for the units of a key, 2 for those that may only go on. */
const inKey = new Uint8Array(0x10000);
for (let c = 33; c < 128; c += 1)
  inKey[c] = /[A-Za-z0-9_\-.]/.test(String.fromCharCode(c)) ? 1 : c === 43 || c === 47 || c === 61 ? 2 : 0;

const keyRun = /[A-Za-z0-9_\-.+/=]{8,256}/y;

function keyShape(t: Token): Shape | null {
  // The token may go on over `-`, `_` and `.`, which are no letters.
  let start = t.start;
  while (start > 0 && t.start - start < 48 && inKey[t.text.charCodeAt(start - 1)] === 1) start -= 1;
  let size = t.end - start;
  while (size < 16 && inKey[codeAt(t.text, start + size)] !== 0) size += 1;
  if (size < 16) return null;
  keyRun.lastIndex = start;
  const run = keyRun.exec(t.text)?.[0].replace(/[.=]+$/, '') ?? '';
  if (run.length < 16) return null;
  const end = start + run.length;
  if (keyPrefix.test(run.toUpperCase()) && run.length >= 18) {
    const cased = /[a-z]/.test(run) || /^(?:AKIA|ASIA)/.test(run);
    return { code: 'prefix', logit: certainPrefix.test(run) ? 7 : cased ? 4 : 1, start, end };
  }
  if (run.length < 20 || /[./]/.test(run.slice(0, 4))) return null;
  const mixed = /[a-z]/.test(run) && /\d/.test(run);
  return mixed || run.length >= 32 ? { code: 'random', logit: -2.6, named: true, start, end } : null;
}

/** Keys of programs. */
export const apiKey: Row<'API_KEY'> = {
  type: 'API_KEY',
  rank: 210,
  label: { zh: '接口密钥', en: 'API key' },
  level: 'C3',
  sensitive: true,
  protect: true,
  source: 'published prefixes of service keys',
  names:
    'api_key apikey api_secret app_secret appsecret app_key appkey access_key access_key_id accesskey accesskeyid accesskeysecret access_key_secret secret_key secretkey secret access_token accesstoken token bearer authorization client_secret private_key refresh_token x-api-key service_key 密钥 秘钥 接口密钥 访问密钥 令牌 访问令牌 api密钥 ak sk 私钥',
  tokens: { test: keyShape },
  mask: { ladder: secretLadder, example: 'sk_test_Invented0Key0Of0Nobody0' },
};
