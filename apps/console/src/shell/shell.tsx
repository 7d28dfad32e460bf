import {
  AlertOutlined,
  AuditOutlined,
  BellOutlined,
  DeleteOutlined,
  ExperimentOutlined,
  ImportOutlined,
  LockOutlined,
  LogoutOutlined,
  MutedOutlined,
  ProfileOutlined,
  SafetyCertificateOutlined,
  SearchOutlined,
  SolutionOutlined,
  TableOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router';
import { type ComponentType, useCallback, useEffect, useState } from 'react';
import { api } from '../api.ts';
import { tellFailure } from '../parts/toast.tsx';
import { appearance, useAppearance } from '../theme/appearance.ts';
import { languageStore, useLanguage, useWords } from '../words/index.ts';
import { OpenAlarms } from './open-alarms.tsx';
import { PendingApprovals } from './pending-approvals.tsx';
import { listen, useLive } from './events.ts';
import { FullHands } from './full-hands.tsx';
import { useHotkey } from './hotkeys.ts';
import { KeyTable } from './key-table.tsx';
import { leave } from './leave.ts';
import { QuotaChip } from './quota-chip.tsx';
import { type Page, pagesFor, useMaybeMe, useMe } from './session.ts';
import { sound, useSound } from './sound.ts';
import { watermark } from './watermark.ts';
import './shell.css';

const icons: Record<Page['word'], ComponentType> = {
  desk: SolutionOutlined,
  search: SearchOutlined,
  approvals: AuditOutlined,
  ledger: ProfileOutlined,
  people: TeamOutlined,
  policies: SafetyCertificateOutlined,
  fields: TableOutlined,
  imports: ImportOutlined,
  bin: DeleteOutlined,
  alarms: AlertOutlined,
  lab: ExperimentOutlined,
};

/** Pages that may show something of a customer carry the watermark. */
const marked = ['/desk', '/search', '/approvals', '/ledger', '/imports', '/bin', '/lab'];

/** Nothing at all once nobody is signed in: what was on the screen goes before the sign-in page comes. */
export function Shell() {
  return useMaybeMe().data ? <Frame /> : null;
}

/** Navigation, status and menu around each page of a signed-in person. */
function Frame() {
  const words = useWords();
  const me = useMe();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [help, setHelp] = useState(false);
  useEffect(listen, [me.session]);
  const withMark = marked.some((each) => path.startsWith(each));
  useEffect(() => (withMark ? watermark(me) : undefined), [withMark, me]);
  useHotkey('help', () => setHelp((shown) => !shown));
  const pages = pagesFor(me);
  return (
    <div className="shell">
      <a href="#content" className="skip">
        {words.shell.skip}
      </a>
      <header className="shell-top">
        <Link to="/" className="brand" aria-label={words.productLong}>
          <img src="/favicon.svg" alt="" width="22" height="22" />
          <span>{words.product}</span>
        </Link>
        <span className="grow" />
        <LiveState />
        {pages.some((page) => page.word === 'search') && <QuotaChip />}
        <UserMenu onHelp={() => setHelp(true)} />
      </header>
      <nav className="shell-nav" aria-label={words.shell.nav}>
        {pages.map((page) => {
          const Icon = icons[page.word];
          return (
            <Link
              key={page.path}
              to={page.path}
              className="nav-item"
              activeProps={{ 'aria-current': 'page' }}
            >
              <span className="nav-icon" aria-hidden="true">
                <Icon />
                {page.word === 'approvals' && <PendingApprovals />}
                {page.word === 'alarms' && <OpenAlarms />}
              </span>
              <span>{words.shell[page.word]}</span>
            </Link>
          );
        })}
      </nav>
      <main id="content" className="shell-main" tabIndex={-1}>
        <Outlet />
      </main>
      <FullHands />
      {help && <KeyTable onClose={() => setHelp(false)} />}
    </div>
  );
}

function LiveState() {
  const words = useWords();
  const live = useLive();
  return (
    <span
      className={live ? 'live' : 'live down'}
      role="status"
      title={live ? words.shell.live : words.shell.reconnecting}
    >
      <span className="live-dot" />
      {live ? <span className="sr">{words.shell.live}</span> : <span>{words.shell.reconnecting}</span>}
    </span>
  );
}

function UserMenu(props: { onHelp: () => void }) {
  const words = useWords();
  const language = useLanguage();
  const me = useMe();
  const { chosen } = useAppearance();
  const soundOn = useSound();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const lock = (why: 'locked' | 'signed-out') => (): void => {
    close();
    const out = api.signOut();
    leave(router, why);
    out.catch(tellFailure);
  };
  useHotkey('lock', lock('locked'));
  return (
    <div
      className="user-menu"
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <button
        type="button"
        className="icon-button"
        title={words.shell.lock}
        aria-label={words.shell.lock}
        onClick={lock('locked')}
      >
        <LockOutlined />
      </button>
      <button
        type="button"
        className="icon-button language"
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={() => languageStore.set(language === 'zh' ? 'en' : 'zh')}
      >
        {words.shell.language}
      </button>
      <button
        type="button"
        className="user-button"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={words.shell.userMenu}
        onClick={() => setOpen(!open)}
      >
        <UserOutlined />
        <span className="user-name">
          <strong>{me.name}</strong>
          <small>{words.codes.posts[me.post]}</small>
        </span>
      </button>
      {open && (
        <div className="user-list panel" role="menu">
          <p className="user-card">
            <strong>{me.name}</strong>
            <small>
              {words.common.staff(me.staffNumber)} · {words.codes.posts[me.post]}
              {me.team && ` · ${me.team.name}`}
            </small>
          </p>
          <Link to="/me" role="menuitem" onClick={close}>
            <UserOutlined /> {words.shell.me}
          </Link>
          <button type="button" role="menuitem" onClick={() => sound.set(!soundOn)}>
            {soundOn ? <BellOutlined /> : <MutedOutlined />}{' '}
            {soundOn ? words.shell.soundOn : words.shell.soundOff}
          </button>
          <button
            type="button"
            role="menuitem"
            onClick={() => {
              close();
              props.onHelp();
            }}
          >
            <kbd>?</kbd> {words.keys.title}
          </button>
          <div className="user-themes" role="radiogroup" aria-label={words.shell.theme}>
            {(['auto', 'light', 'dark'] as const).map((each) => (
              <button
                key={each}
                type="button"
                role="radio"
                className="chip"
                aria-checked={chosen === each}
                onClick={() => appearance.set(each)}
              >
                {
                  { auto: words.shell.themeAuto, light: words.shell.themeLight, dark: words.shell.themeDark }[
                    each
                  ]
                }
              </button>
            ))}
          </div>
          <button type="button" role="menuitem" onClick={lock('signed-out')}>
            <LogoutOutlined /> {words.shell.signOut}
          </button>
        </div>
      )}
    </div>
  );
}
