import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { toDataFlareError } from '../shared/errors.ts';
import { App } from './app.tsx';
import { connectBridge } from './client/connect.ts';
import './styles.css';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no #root');
const root = createRoot(element);

try {
	const bridge = await connectBridge();
	root.render(
		<StrictMode>
			<App bridge={bridge} />
		</StrictMode>,
	);
} catch (thrown) {
	const { message, hint } = toDataFlareError(thrown);
	root.render(
		<main role="alert">
			<h1>{message}</h1>
			<p>{hint}</p>
		</main>,
	);
}
