import { createRoot } from 'react-dom/client';
import './theme/base.css';
import { App } from './app.tsx';
import { allowOwnStyles } from './theme/nonce.ts';

allowOwnStyles();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
