import { maskValue } from './mask/index.ts';
import { rowOf } from './rows/index.ts';
import type { Finding, Scenario } from './types.ts';

/** Replaces `[start, end)` of every finding by what `shown` says; findings are sorted and disjoint. */
export function replaceFindings(
  text: string,
  findings: readonly Finding[],
  shown: (finding: Finding, value: string) => string,
): string {
  let out = '';
  let at = 0;
  for (const finding of findings) {
    out += text.slice(at, finding.start) + shown(finding, text.slice(finding.start, finding.end));
    at = finding.end;
  }
  return out + text.slice(at);
}

/** The text with every finding in the mask of its type and the scenario (chat unless given). */
export function mask(
  text: string,
  findings: readonly Finding[],
  options: { readonly scenario?: Scenario } = {},
): string {
  const scenario = options.scenario ?? 'chat';
  return replaceFindings(text, findings, (f, value) => maskValue(f.type, value, scenario, f.level));
}

/** The text with every finding replaced by its type: `[CN_MOBILE]`. */
export function redact(text: string, findings: readonly Finding[]): string {
  return replaceFindings(text, findings, (f) => `[${rowOf.get(f.type)?.type ?? f.type}]`);
}
