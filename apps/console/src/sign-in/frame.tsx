import type { ReactNode } from 'react';
import { appearance, useAppearance } from '../theme/appearance.ts';
import { languageStore, useLanguage, useWords } from '../words/index.ts';
import './sign-in.css';

/** The quiet page around everything that happens before the shell. */
export function Frame(props: { title: string; intro?: ReactNode; wide?: boolean; children: ReactNode }) {
  const words = useWords();
  const language = useLanguage();
  const { shown } = useAppearance();
  return (
    <main className="frame">
      <div className={props.wide ? 'frame-box wide' : 'frame-box'}>
        <header className="frame-brand">
          <img src="/favicon.svg" alt="" width="34" height="34" />
          <div>
            <strong>{words.productLong}</strong>
            <p>{words.promise}</p>
          </div>
        </header>
        <section className="frame-card panel">
          <h1>{props.title}</h1>
          {props.intro && <p className="quiet">{props.intro}</p>}
          {props.children}
        </section>
        <footer className="row">
          <button
            type="button"
            className="chip"
            lang={language === 'zh' ? 'en' : 'zh-CN'}
            onClick={() => languageStore.set(language === 'zh' ? 'en' : 'zh')}
          >
            {words.shell.language}
          </button>
          <button
            type="button"
            className="chip"
            onClick={() => appearance.set(shown === 'light' ? 'dark' : 'light')}
          >
            {shown === 'light' ? words.shell.themeDark : words.shell.themeLight}
          </button>
        </footer>
      </div>
    </main>
  );
}
