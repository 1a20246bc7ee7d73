import { useTranslation } from 'react-i18next';
import { useAction, useRoute } from '../client/engine.tsx';
import { Button } from '../components/controls/button.tsx';
import { Page } from '../components/page.tsx';
import { Example } from '../features/start/example.tsx';
import { Samples } from '../features/start/samples.tsx';
import { navigate } from '../lib/nav/hash-location.ts';
import { links } from '../lib/nav/links.ts';
import { useShell } from '../lib/nav/shell-context.ts';

/** The way in: what this is, a real run to look at, plugins to begin with. */
export function StartPage() {
	const { t } = useTranslation('start');
	const { openInstall } = useShell();
	const settings = useAction('settings.set');
	const isDone = useRoute('settings.get', {}).data?.first_start_done === true;
	const done = (): Promise<unknown> =>
		// It is shown again at the next start, which is all that is lost.
		settings.mutateAsync({ key: 'first_start_done', value: true }).catch(() => null);
	return (
		<Page
			title={t('title')}
			actions={
				<Button
					tone="quiet"
					busy={settings.isPending}
					// Only then: the first screen asks whether it was said.
					onClick={() => void done().then(() => navigate(links.plugins()))}
				>
					{t(isDone ? 'leave' : 'skip')}
				</Button>
			}
		>
			<div className="mx-auto flex max-w-180 flex-col gap-8 px-6 py-8">
				<header className="flex flex-col gap-3">
					<h2 className="text-display font-semibold">{t('heading')}</h2>
					<p className="max-w-140 text-muted">{t('text')}</p>
				</header>
				<Example onFinished={() => void done()} />
				<Samples onInstalled={() => void done()} />
				<footer className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
					<p className="mr-auto text-muted">{t('ownText')}</p>
					<Button
						onClick={() => {
							void done();
							openInstall();
						}}
					>
						{t('own')}
					</Button>
				</footer>
			</div>
		</Page>
	);
}
