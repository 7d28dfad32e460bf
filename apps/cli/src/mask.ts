import { parseArgs } from 'node:util';
import {
  type FindOptions,
  mask,
  type Recognizer,
  type Scenario,
  scenarios,
  type Settled,
  settler,
} from '@huke/detect';
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

/**
 * Own recognisers see what the library's masks leave, as in notes: no rule makes a mask show more than without it.
 */
async function maskOne(name: string, scenario: Scenario, own: readonly Recognizer[]): Promise<void> {
  const shown = progress(name);
  const stages = [
    masker({}, scenario),
    ...(own.length === 0 ? [] : [masker({ recognizers: own }, scenario)]),
  ];
  const give = async (text: string): Promise<void> => {
    if (text !== '') await print(text);
  };
  try {
    for await (const text of textOf(bytesOf(name), shown.add))
      await give(stages.reduce((part, stage) => stage.push(part), text));
    await give(stages.reduce((part, stage) => stage.push(part) + stage.end(), ''));
  } finally {
    shown.end();
  }
}

/** Masks a text that comes in parts. */
function masker(options: FindOptions, scenario: Scenario) {
  const settle = settler(options);
  const masked = ({ text, findings }: Settled): string => mask(text, findings, { scenario });
  return {
    push: (part: string): string => masked(settle.push(part)),
    end: (): string => masked(settle.end()),
  };
}
