import { type Level, type Post, posts } from '@huke/sdk';

type Text = { readonly zh: string; readonly en: string };

/** What a post is and how far its holder may see in clear; `none` = never a customer value in clear. */
export type PostRow = {
  readonly post: Post;
  readonly label: Text;
  /** Grows with responsibility; a higher rank does not see more by itself. */
  readonly rank: number;
  readonly clearCeiling: Level | 'none';
};

/** One row for each post. Rights come from `policies/`; this table holds what the policies compare with. */
export const postTable: readonly PostRow[] = [
  { post: 'agent', label: { zh: '坐席', en: 'Agent' }, rank: 1, clearCeiling: 'C3' },
  { post: 'senior-agent', label: { zh: '高级坐席', en: 'Senior agent' }, rank: 2, clearCeiling: 'C3' },
  { post: 'supervisor', label: { zh: '班组长', en: 'Supervisor' }, rank: 3, clearCeiling: 'C3' },
  { post: 'quality-checker', label: { zh: '质检员', en: 'Quality checker' }, rank: 2, clearCeiling: 'none' },
  {
    post: 'security-officer',
    label: { zh: '安全官', en: 'Security officer' },
    rank: 4,
    clearCeiling: 'none',
  },
  {
    post: 'compliance-officer',
    label: { zh: '合规官', en: 'Compliance officer' },
    rank: 4,
    clearCeiling: 'none',
  },
  { post: 'auditor', label: { zh: '审计员', en: 'Auditor' }, rank: 4, clearCeiling: 'none' },
  {
    post: 'system-admin',
    label: { zh: '系统管理员', en: 'System administrator' },
    rank: 3,
    clearCeiling: 'none',
  },
  {
    post: 'security-admin',
    label: { zh: '安全管理员', en: 'Security administrator' },
    rank: 3,
    clearCeiling: 'none',
  },
  {
    post: 'audit-admin',
    label: { zh: '审计管理员', en: 'Audit administrator' },
    rank: 3,
    clearCeiling: 'none',
  },
];

/** The row of a post. */
export const postRow: Readonly<Record<Post, PostRow>> = Object.fromEntries(
  posts.map((post) => [post, postTable.find((row) => row.post === post)]),
) as Record<Post, PostRow>;
