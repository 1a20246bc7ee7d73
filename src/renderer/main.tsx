import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { Bridge } from '../preload/index.ts';
import { App } from './app.tsx';
import './styles.css';

declare global {
	interface Window {
		readonly bridge: Bridge;
	}
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
	<StrictMode>
		<App bridge={window.bridge} />
	</StrictMode>,
);
