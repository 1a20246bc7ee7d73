import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './styles/main.css';
import i18next from 'i18next';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { toDataFlareError } from '../shared/errors/errors.ts';
import { App } from './app/app.tsx';
import { connectBridge } from './client/connect.ts';
import { resolveLanguage, startTranslations } from './i18n/index.ts';
import { fetchAllParts } from './lib/load-later.tsx';
import { applyTheme, rememberedPreferences } from './lib/preferences.tsx';
import { failureText } from './lib/text/failure-text.ts';
import { createFormat } from './lib/text/use-format.ts';

/** By then the first screen is drawn. ms */
const FETCH_ALL_MS = 1_500;

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no #root');
const root = createRoot(element);

const { theme, language } = rememberedPreferences();
applyTheme(theme);
await startTranslations(resolveLanguage(language));

try {
	const bridge = await connectBridge();
	root.render(
		<StrictMode>
			<App bridge={bridge} />
		</StrictMode>,
	);
	setTimeout(() => void fetchAllParts(), FETCH_ALL_MS);
} catch (thrown) {
	const { resolvedLanguage = 'en' } = i18next;
	const { text, hint } = failureText(
		toDataFlareError(thrown),
		createFormat(resolvedLanguage, 'local'),
		i18next.getFixedT(resolvedLanguage, 'failure'),
		i18next.getFixedT(resolvedLanguage, 'common'),
	);
	root.render(
		<main role="alert" className="mx-auto max-w-120 p-8">
			<h1 className="text-title font-semibold">{text}</h1>
			<p className="mt-2 text-muted">{hint}</p>
		</main>,
	);
}
