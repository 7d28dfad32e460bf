/** `npm run train`: learns both models from generated, hand-written and real text and writes src/name/model-data.ts. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { learn, say } from './learn.ts';

const bytes = learn(['train', 'dev']);
const base64 = Buffer.from(bytes).toString('base64');
writeFileSync(
  new URL('../src/name/model-data.ts', import.meta.url),
  `/** Written by \`npm run train --workspace @huke/detect\`; see train/ for the sources. */\nexport const packed =\n  '${base64}';\n`,
);
say(`model: ${bytes.length} bytes, ${base64.length} as text, ${gzipSync(base64).length} zipped`);
