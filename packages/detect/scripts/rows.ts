/**
 * `npm run rows --workspace @huke/detect`: writes what follows from the files of src/rows/, one a type:
 * src/rows/index.ts, src/type-names.ts and the tables of types in the documentation. `--check` writes nothing, names
 * what is stale and ends with 1; `npm run check` runs it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { fieldMasks as FieldMasks } from '../src/mask/fields.ts';
import type { Row } from '../src/row.ts';

const source = new URL('../src/', import.meta.url);
const root = new URL('../../../', import.meta.url);
const docs = new URL('docs/', root);
const checking = process.argv.includes('--check');
const stale: string[] = [];

/** Writes a file where it is not yet what it should be. */
function put(url: URL, text: string): void {
  if (existsSync(url) && readFileSync(url, 'utf8') === text) return;
  if (checking) stale.push(url.pathname.slice(root.pathname.length));
  else writeFileSync(url, text);
}

const written = '// Written by scripts/rows.ts: npm run rows --workspace @huke/detect\n';

/** cn-mobile → cnMobile: what the file cn-mobile.ts exports. */
const exported = (file: string): string => file.replace(/-(.)/g, (_, c: string) => c.toUpperCase());

function index(files: readonly string[]): string {
  return `${written}import type { Row } from '../row.ts';
${files.map((file) => `import { ${exported(file)} } from './${file}.ts';\n`).join('')}
const files = [
${files.map((file) => `  ${exported(file)},\n`).join('')}] as const;

/** Upper snake case, after Presidio. */
export type EntityType = (typeof files)[number]['type'];

/** Every entity type, one row each, by rank. */
export const rows: readonly Row<EntityType>[] = files.toSorted((a, b) => a.rank - b.rank);

export const entityTypes: readonly EntityType[] = rows.map((row) => row.type);

/** The row of a type. */
export const rowOf: ReadonlyMap<EntityType, Row<EntityType>> = new Map(rows.map((row) => [row.type, row]));
`;
}

type Named = Pick<Row, 'type' | 'label'>;

function typeNames(named: readonly Named[]): string {
  const list = (language: 'zh' | 'en'): string =>
    named.map(({ type, label }) => `    ${type}: '${label[language].replaceAll("'", "\\'")}',\n`).join('');
  return `${written}
/** What people are shown instead of the name of a type; small, so that a page need not load the detector for it. */
export const typeNames = {
  zh: {
${list('zh')}  },
  en: {
${list('en')}  },
} as const;
`;
}

const tables = {
  'detect.md': { head: ['type', 'level', 'S', 'P', 'source', 'not verified'], yes: 'yes' },
  'zh/detect.md': { head: ['类型', '级别', 'S', 'P', '依据', '未核实'], yes: '是' },
} as const;

function table(rows: readonly Row[], { head, yes }: (typeof tables)[keyof typeof tables]): string {
  const lines = rows.map((row) => {
    const { type, level, sensitive, protect, source: from, unverified = '' } = row;
    return [`\`${type}\``, level, sensitive ? yes : '', protect ? yes : '', from, unverified];
  });
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function tableInto(page: string, text: string): void {
  const url = new URL(page, docs);
  if (!existsSync(url)) return;
  const old = readFileSync(url, 'utf8');
  const parts = /^([\s\S]*<!-- types:[^\n]*-->\n)[\s\S]*(<!-- \/types -->[\s\S]*)$/.exec(old);
  if (!parts)
    throw new Error(`${page} has no table of types: put <!-- types: … --> and <!-- /types --> there`);
  put(url, `${parts[1]}${text}${parts[2]}`);
}

const files = readdirSync(new URL('rows/', source))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts')
  .map((file) => file.slice(0, -3))
  .sort();
put(new URL('rows/index.ts', source), index(files));
if (stale.length === 0) {
  const { rows } = (await import('../src/rows/index.ts')) as { rows: readonly Row[] };
  const { fieldMasks } = (await import('../src/mask/fields.ts')) as { fieldMasks: typeof FieldMasks };
  put(new URL('type-names.ts', source), typeNames([...rows, ...fieldMasks]));
  for (const [page, how] of Object.entries(tables)) tableInto(page, table(rows, how));
}
for (const path of stale) process.stdout.write(`${path} is stale: npm run rows --workspace @huke/detect\n`);
if (stale.length > 0) process.exitCode = 1;
