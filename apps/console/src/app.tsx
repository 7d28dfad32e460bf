import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useSyncExternalStore } from 'react';
import { queries } from './api.ts';
import { Toasts } from './parts/toast.tsx';
import { router } from './router.tsx';
import { useAppearance } from './theme/appearance.ts';
import { styleNonce } from './theme/nonce.ts';
import { themeFor } from './theme/theme.ts';
import { useLanguage, useWords } from './words/index.ts';

const stillness = globalThis.matchMedia('(prefers-reduced-motion: reduce)');
const nonce = styleNonce();
const csp = nonce === undefined ? {} : { csp: { nonce } };

function watchStillness(changed: () => void): () => void {
  stillness.addEventListener('change', changed);
  return () => stillness.removeEventListener('change', changed);
}

/** The console: language, colours and routes around everything. */
export function App() {
  const language = useLanguage();
  const words = useWords();
  const { shown } = useAppearance();
  const still = useSyncExternalStore(watchStillness, () => stillness.matches);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = words.productLong;
  }, [language, words]);
  return (
    <ConfigProvider
      {...csp}
      locale={language === 'zh' ? zhCN : enUS}
      theme={themeFor(shown, still)}
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
        <Toasts />
      </QueryClientProvider>
    </ConfigProvider>
  );
}
