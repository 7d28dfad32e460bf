import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { onSignedOut, queries } from './api.ts';
import { Crashed, NotFound } from './shell/fallbacks.tsx';
import { leave } from './shell/leave.ts';
import { homeFor, meQuery, safeBack } from './shell/session.ts';

/** What an address may hold: ids, codes, days and cursors, never a customer's value. */
function id(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[\w.:+=-]{1,200}$/.test(text) ? text : undefined;
}

function only<K extends string>(...keys: readonly K[]) {
  return (search: Record<string, unknown>): { [Key in K]?: string | undefined } => {
    const kept: { [Key in K]?: string | undefined } = {};
    for (const key of keys) {
      const value = id(search[key]);
      if (value !== undefined) kept[key] = value;
    }
    return kept;
  };
}

const root = createRootRoute({ notFoundComponent: NotFound, errorComponent: Crashed });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): { back?: string | undefined } => {
    const back = safeBack(search['back']);
    return back === null ? {} : { back };
  },
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});
const firstRun = createRoute({
  getParentRoute: () => root,
  path: '/first-run',
  component: lazyRouteComponent(() => import('./sign-in/first-run-page.tsx'), 'FirstRunPage'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./sign-in/invitation-page.tsx'), 'InvitationPage'),
});

async function signedIn(href: string) {
  const me = await queries.ensureQueryData(meQuery);
  if (!me) throw redirect({ to: '/sign-in', search: { back: safeBack(href) ?? undefined } });
  return me;
}

const enrol = createRoute({
  getParentRoute: () => root,
  path: '/enrol',
  beforeLoad: async ({ location }) => void (await signedIn(location.href)),
  component: lazyRouteComponent(() => import('./sign-in/enrol-page.tsx'), 'EnrolPage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ location }) => {
    const me = await signedIn(location.href);
    if (me.mustDo.length > 0) throw redirect({ to: '/enrol' });
  },
  component: lazyRouteComponent(() => import('./shell/shell.tsx'), 'Shell'),
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: async ({ location }) => {
    throw redirect({ to: homeFor(await signedIn(location.href)) });
  },
});
const deskPage = lazyRouteComponent(() => import('./desk/desk-page.tsx'), 'DeskPage');
const desk = createRoute({
  getParentRoute: () => shell,
  path: '/desk',
  validateSearch: only('scope', 'case'),
  component: deskPage,
});
const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: only('case', 'purpose'),
  component: lazyRouteComponent(() => import('./search/search-page.tsx'), 'SearchPage'),
});
const approvals = createRoute({
  getParentRoute: () => shell,
  path: '/approvals',
  validateSearch: only('tab', 'mine', 'approval'),
  component: lazyRouteComponent(() => import('./approvals/approvals-page.tsx'), 'ApprovalsPage'),
});
const ledger = createRoute({
  getParentRoute: () => shell,
  path: '/ledger',
  validateSearch: only('person', 'customer', 'case', 'action', 'outcome', 'from', 'to', 'entry', 'as'),
  component: lazyRouteComponent(() => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
});
const alarms = createRoute({
  getParentRoute: () => shell,
  path: '/alarms',
  validateSearch: only('show'),
  component: lazyRouteComponent(() => import('./alarms/alarms-page.tsx'), 'AlarmsPage'),
});
const people = createRoute({
  getParentRoute: () => shell,
  path: '/people',
  validateSearch: only('tab', 'team', 'person'),
  component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
});
const policies = createRoute({
  getParentRoute: () => shell,
  path: '/policies',
  validateSearch: only('post', 'effect', 'policy'),
  component: lazyRouteComponent(() => import('./policies/policies-page.tsx'), 'PoliciesPage'),
});
const fields = createRoute({
  getParentRoute: () => shell,
  path: '/fields',
  validateSearch: only('tab'),
  component: lazyRouteComponent(() => import('./fields/fields-page.tsx'), 'FieldsPage'),
});
const imports = createRoute({
  getParentRoute: () => shell,
  path: '/imports',
  validateSearch: only('job'),
  component: lazyRouteComponent(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
});
const bin = createRoute({
  getParentRoute: () => shell,
  path: '/bin',
  component: lazyRouteComponent(() => import('./bin/bin-page.tsx'), 'BinPage'),
});
const lab = createRoute({
  getParentRoute: () => shell,
  path: '/lab',
  validateSearch: only('tab'),
  component: lazyRouteComponent(() => import('./lab/lab-page.tsx'), 'LabPage'),
});
const me = createRoute({
  getParentRoute: () => shell,
  path: '/me',
  component: lazyRouteComponent(() => import('./me/me-page.tsx'), 'MePage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    firstRun,
    invitation,
    enrol,
    shell.addChildren([
      home,
      desk,
      search,
      approvals,
      ledger,
      alarms,
      people,
      policies,
      fields,
      imports,
      bin,
      lab,
      me,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: Crashed,
  defaultPendingMs: 300,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

onSignedOut(() => {
  if (queries.getQueryData(meQuery.queryKey)) leave(router, 'expired');
});
