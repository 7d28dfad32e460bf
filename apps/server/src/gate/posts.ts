import { type Level, type Post, posts } from '@huke/sdk';

/** What a post is and how far its holder may see in clear; `none` = never a customer value in clear. */
export type PostRow = {
  readonly post: Post;
  /** Grows with responsibility; a higher rank does not see more by itself. */
  readonly rank: number;
  readonly clearCeiling: Level | 'none';
};

/** One row for each post. Rights come from `policies/`; this table holds what the policies compare with. */
export const postTable: readonly PostRow[] = [
  { post: 'agent', rank: 1, clearCeiling: 'C3' },
  { post: 'senior-agent', rank: 2, clearCeiling: 'C3' },
  { post: 'supervisor', rank: 3, clearCeiling: 'C3' },
  { post: 'quality-checker', rank: 2, clearCeiling: 'none' },
  {
    post: 'security-officer',

    rank: 4,
    clearCeiling: 'none',
  },
  {
    post: 'compliance-officer',

    rank: 4,
    clearCeiling: 'none',
  },
  { post: 'auditor', rank: 4, clearCeiling: 'none' },
  {
    post: 'system-admin',

    rank: 3,
    clearCeiling: 'none',
  },
  {
    post: 'security-admin',

    rank: 3,
    clearCeiling: 'none',
  },
  {
    post: 'audit-admin',

    rank: 3,
    clearCeiling: 'none',
  },
];

/** The row of a post. */
export const postRow: Readonly<Record<Post, PostRow>> = Object.fromEntries(
  posts.map((post) => [post, postTable.find((row) => row.post === post)]),
) as Record<Post, PostRow>;
