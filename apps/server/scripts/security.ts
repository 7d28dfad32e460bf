/**
 * `npm run security --workspace @huke/server`: writes the tables of doors and budgets into docs/security.md and
 * docs/zh/security.md, between their marks. `--check` writes nothing, names what is stale and ends with 1.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { limitRows } from '../src/budget/limits.ts';
import { type Door, doors, type Leaves } from '../src/doors.ts';

const root = new URL('../../../', import.meta.url);
const checking = process.argv.includes('--check');

const leaves: Readonly<Record<Leaves, { readonly zh: string; readonly en: string }>> = {
  value: { zh: '明文', en: 'a value' },
  part: { zh: '脱敏后的部分', en: 'a part, masked' },
  presence: { zh: '有或无', en: 'whether it is held' },
  id: { zh: '编号', en: 'ids' },
  nothing: { zh: '无客户信息', en: 'nothing of a customer' },
};
const entries: Readonly<Record<Door['entry'], { readonly zh: string; readonly en: string }>> = {
  access: { zh: '先于作答', en: 'before the answer' },
  act: { zh: '随操作', en: 'with the act' },
  none: { zh: '—', en: '—' },
};
type Language = 'zh' | 'en';

function doorTable(language: Language): string {
  const head = {
    en: '| door | what can leave | for whom | budgets | entry | alarms |',
    zh: '| 门 | 能出去什么 | 谁能用 | 额度 | 台账 | 告警 |',
  };
  const list = (words: readonly string[]): string =>
    words.length === 0 ? '—' : words.map((w) => `\`${w}\``).join(' ');
  const rows = doors.map((row) => {
    const what = leaves[row.leaves][language] + (row.why ? ` (${row.why[language]})` : '');
    return `| ${row.doors.map((door) => `\`${door}\``).join('<br>')} | ${what} | ${row.who[language]} | ${list(row.budgets)} | ${entries[row.entry][language]} | ${list(row.alarms)} |`;
  });
  return [head[language], '|---|---|---|---|---|---|', ...rows].join('\n');
}

function budgetTable(language: Language): string {
  const head = {
    en: '| budget | counted by | in a | at most, without a contact handled | after 60 contacts | why |',
    zh: '| 额度 | 按什么计 | 周期 | 未接待时上限 | 接待 60 次后 | 理由 |',
  };
  const rows = limitRows.map(({ budget, dimension, window, most, reason }) => {
    const of = (contacts: number): string => String(typeof most === 'number' ? most : most({ contacts }));
    return `| \`${budget}\` | ${dimension} | ${window} | ${of(0)} | ${of(60)} | ${reason[language]} |`;
  });
  return [head[language], '|---|---|---|---|---|---|', ...rows].join('\n');
}

const stale: string[] = [];
for (const [path, language] of [
  ['docs/security.md', 'en'],
  ['docs/zh/security.md', 'zh'],
] as const) {
  const url = new URL(path, root);
  const before = readFileSync(url, 'utf8');
  const after = before
    .replace(
      /(<!-- doors -->\n)[\s\S]*?(<!-- \/doors -->)/,
      (_, open, end) => `${open}${doorTable(language)}\n${end}`,
    )
    .replace(
      /(<!-- budgets -->\n)[\s\S]*?(<!-- \/budgets -->)/,
      (_, open, end) => `${open}${budgetTable(language)}\n${end}`,
    );
  if (after === before) continue;
  if (checking) stale.push(path);
  else writeFileSync(url, after);
}
if (stale.length > 0) {
  process.stderr.write(`stale: ${stale.join(', ')}; run npm run security --workspace @huke/server\n`);
  process.exitCode = 1;
}
