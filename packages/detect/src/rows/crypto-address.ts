import { ends, none } from '../mask/shape.ts';
import type { Row, Shape, Token } from '../row.ts';

const base58 = /^[1-9A-HJ-NP-Za-km-z]+$/;

function crypto(t: Token): Shape | null {
  const length = t.end - t.start;
  if (length < 14) return null;
  const value = t.text.slice(t.start, t.end);
  if (length === 42 && /^0x[0-9a-fA-F]{40}$/.test(value)) return { code: 'ethereum', logit: 5 };
  if (length >= 14 && /^(?:bc1|tb1|ltc1)[02-9ac-hj-np-z]{11,87}$/.test(value))
    return { code: 'bech32', logit: 5 };
  if (length === 34 && value.startsWith('T') && base58.test(value)) return { code: 'tron', logit: 4 };
  if (
    length >= 26 &&
    length <= 35 &&
    /^[13LMDr]/.test(value) &&
    base58.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value)
  ) {
    return { code: 'base58', logit: /^[13]/.test(value) ? 2.5 : 0.6 };
  }
  if (length >= 43 && length <= 44 && base58.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value)) {
    return { code: 'solana', logit: -1.2 };
  }
  return null;
}

/** Addresses of wallets. */
export const cryptoAddress: Row<'CRYPTO_ADDRESS'> = {
  type: 'CRYPTO_ADDRESS',
  rank: 220,
  label: { zh: '加密货币地址', en: 'Crypto address' },
  level: 'C2',
  sensitive: true,
  protect: true,
  source: 'Bitcoin base58 and bech32, EIP-55, TRON',
  names:
    '钱包地址 钱包 收币地址 充币地址 提币地址 比特币地址 以太坊地址 usdt地址 btc地址 eth地址 收款地址 链上地址 wallet wallet_address btc eth usdt trc20 erc20 bitcoin_address ethereum_address crypto_address btc_address eth_address',
  tokens: { sizes: [14, 256], test: crypto },
  mask: {
    ladder: [ends(4, 4, 4, { run: true }), none, none],
    example: 'bc1q0000000000000000000000000000000example',
  },
};
