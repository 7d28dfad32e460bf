/**
 * Everything but the finder of people and addresses, whose model is larger than all the rest. Give `find` a
 * `NameFinder` in `names`, or use the main entry, which brings its own.
 */
export {
  creditCheck,
  hongKongCheck,
  iban as ibanIsValid,
  isDay,
  luhn,
  residentCheck,
  vinCheck,
} from './check-digit.ts';
export { DetectError, type DetectErrorCode } from './detect-error.ts';
export { find, type FindOptions, longestFinding } from './find.ts';
export { type Folded, fold, keyForm } from './fold.ts';
export { mask, redact, replaceFindings } from './mask-text.ts';
export * from './mask/index.ts';
export type { Candidate, NameFinder } from './name-port.ts';
export { type Pseudonymized, pseudonymize, type PseudonymMap, restore } from './pseudonyms.ts';
export { checksums, compileRecognizer, type Recognizer, type RecognizerData } from './recognizer.ts';
export type { Row } from './row.ts';
export { rows } from './rows/index.ts';
export { createSession, type Link, type Session, type Turn } from './session.ts';
export { scoreReach, type Settled, type Settler, settler } from './settle.ts';
export { maskStream, redactStream, type TextStream, transformStream } from './streams.ts';
export * from './types.ts';
export { symbols, type TextSymbol } from './symbols.ts';
export { type StreamHit, wordStream } from './word-stream.ts';
export {
  checkWords,
  compileWords,
  compileWordsInTurns,
  type WordHit,
  type WordList,
  type WordScanner,
} from './words.ts';
