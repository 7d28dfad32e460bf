/**
 * The detector as this organisation uses it: its own recognisers and word lists beside those of `@huke/detect`.
 *
 * It owns the rules with all their versions. Invariants: own rules only add, so no rule makes a mask show more,
 * and none sees what the mask of a note hides; only
 * officers with a second factor change them, each change with its ledger entry, which holds neither pattern nor word;
 * rows are sealed under a key that the database does not hold, one head names which are current, and a rule that was
 * altered past the program is shown as broken while its last genuine form stays in use; every pattern and all of them
 * together are bounded in work; a trial sees only the text that the caller brings. Start reading at `detector.ts`,
 * then `apply.ts` (what is done to texts) and `rules.ts` (how rules change).
 */
export type { DetectorDeps, Refused } from './deps.ts';
export { createDetector, type Detector } from './detector.ts';
export { detectorMigrations } from './migrations.ts';
