/**
 * Transparency-log mathematics and formats: RFC 6962 trees, C2SP tiles, checkpoints, signed notes, cosignatures and
 * proofs, and the verification of a whole log. No I/O: a log is read through the one-method port `LogSource`.
 * Start reading at `verify-log.ts`; `proof.ts` and `ranges.ts` are the mathematics, the rest are formats.
 */
export { entryLimit, formatBundle, parseBundle } from './bundle.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  type OpenedCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export { CompactTree, type NodeListener, readCompactTree } from './compact-tree.ts';
export { type CopyProgress, copyLog, type LogSink } from './copy-log.ts';
export { fromBase64, sameBytes, toBase64, toHex, toText } from './encoding.ts';
export { LedgerError, type LedgerErrorCode } from './errors.ts';
export { describeFinding, type TamperFinding } from './findings.ts';
export { emptyRoot, hashLength, leafHash, nodeHash } from './hash.ts';
export {
  formatSignerKey,
  formatVerifierKey,
  parseSignerKey,
  parseVerifierKey,
  type SignatureType,
  type SignerKey,
  signatureTypes,
  signerKey,
  type VerifierKey,
  verifierKey,
} from './keys.ts';
export {
  checkpointsPath,
  formatCheckpointLines,
  type LogSource,
  parseCheckpointLines,
} from './log-source.ts';
export {
  formatNote,
  type Note,
  type NoteSignature,
  type OpenedNote,
  openNote,
  parseNote,
  signText,
  type VerifiedSignature,
} from './note.ts';
export {
  type NodeCrypto,
  nodePrimitives,
  type Primitives,
  portablePrimitives,
  type Sha256,
} from './primitives.ts';
export {
  checkConsistency,
  checkInclusion,
  checkSubtree,
  type HashReader,
  type InclusionStep,
  inclusionSteps,
  proveConsistency,
  proveInclusion,
  proveSubtree,
  readRoot,
} from './proof.ts';
export {
  formatJournalLine,
  isJournalCounter,
  type JournalLine,
  type JournalledLeaf,
  parseJournalLines,
} from './journal.ts';
export type { NodeId, Range } from './ranges.ts';
export {
  type BundleId,
  bundlePath,
  hashAt,
  hashInTile,
  levelWidth,
  parseTilePath,
  type TileId,
  type TilePath,
  tileHashReader,
  tilePath,
  tilesOf,
  tileWidth,
} from './tiles.ts';
export { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts';
export { type VerifyOptions, type VerifyProgress, type VerifyResult, verifyLog } from './verify-log.ts';
