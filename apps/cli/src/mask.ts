import { parseArgs } from 'node:util';
import { mask, type Recognizer, type Scenario, scenarios, settler } from '@huke/detect';
import { endWithReader, print } from './output.ts';
import { recognizersOf } from './rules-file.ts';
import { bytesOf, progress, textOf } from './text-input.ts';

export const summary =
  'mask personal information: [--scenario NAME] [--recognizers FILE] [FILE|-] < in > out (UTF-8)';

/** Streams a file or standard input to standard output with every finding masked. 0 done, 2 failed. */
export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      scenario: { type: 'string', default: 'chat' },
      recognizers: { type: 'string', multiple: true, default: [] },
    },
  });
  const scenario = scenarios.find((each) => each === values.scenario);
  if (!scenario || positionals.length > 1) {
    const wrong = scenario ? 'name one file' : `choose a scenario of ${scenarios.join(', ')}`;
    process.stderr.write(`huke mask: ${wrong}\n`);
    return 2;
  }
  endWithReader();
  await maskOne(positionals[0] ?? '-', scenario, await recognizersOf(values.recognizers));
  return 0;
}

async function maskOne(name: string, scenario: Scenario, own: readonly Recognizer[]): Promise<void> {
  const shown = progress(name);
  const settle = settler(own.length === 0 ? {} : { recognizers: own });
  try {
    for await (const text of textOf(bytesOf(name), shown.add)) {
      const settled = settle.push(text);
      if (settled.text !== '') await print(mask(settled.text, settled.findings, { scenario }));
    }
    const settled = settle.end();
    if (settled.text !== '') await print(mask(settled.text, settled.findings, { scenario }));
  } finally {
    shown.end();
  }
}
