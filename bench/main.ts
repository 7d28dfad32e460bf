import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Bench, Report } from './report.ts';

const here = dirname(fileURLToPath(import.meta.url));
const notBenches = new Set(['main.ts', 'report.ts']);
const names = readdirSync(here)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !notBenches.has(file))
  .map((file) => file.slice(0, -3))
  .sort();

const load = async (name: string): Promise<Bench> =>
  (await import(pathToFileURL(join(here, `${name}.ts`)).href)) as Bench;

function print(report: Report): void {
  process.stdout.write(`\n${report.name}\n`);
  for (const r of report.results) {
    const spread = r.runs > 1 ? `  (${figure(r.min)} – ${figure(r.max)}, ${r.runs} runs)` : '';
    process.stdout.write(`  ${r.subject.padEnd(44)} ${figure(r.median).padStart(12)} ${r.unit}${spread}\n`);
  }
  for (const [label, ratio] of Object.entries(report.ratios)) {
    const met = ratio.value >= ratio.aim ? 'met' : 'NOT met';
    process.stdout.write(
      `  ${label.padEnd(44)} ${figure(ratio.value).padStart(12)} ×  aim ${ratio.aim} ×, ${met}\n`,
    );
  }
  process.stdout.write(
    `  ratio (smallest value / aim)                 ${figure(report.ratio).padStart(12)}\n`,
  );
}

function figure(n: number): string {
  return Math.abs(n) >= 1000 ? Math.round(n).toLocaleString('en-US') : n.toPrecision(4);
}

const args = process.argv.slice(2);
const name = args.find((arg) => !arg.startsWith('--'));
if (args.includes('--list') || name === undefined) {
  for (const each of names) process.stdout.write(`${each.padEnd(18)} ${(await load(each)).summary}\n`);
} else if (!names.includes(name)) {
  process.stderr.write(`bench: no benchmark named ${name}; npm run bench -- --list shows them\n`);
  process.exitCode = 2;
} else {
  const done = await (await load(name)).run();
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(done)}\n`);
  else print(done);
}
