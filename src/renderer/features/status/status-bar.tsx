import { Box, LoaderCircle, Unplug, Wifi } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useConnection, useRoute } from '../../client/engine.tsx';
import { Link } from '../../components/controls/link.tsx';
import { useOpener } from '../../components/controls/popups/use-opener.ts';
import { Status } from '../../components/status.tsx';
import { openLater } from '../../lib/load-later.tsx';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { useDeniedToday } from './use-denied-today.ts';

const SandboxPopup = openLater(async () => (await import('./sandbox-popup.tsx')).SandboxPopup);

/** How often memory and processor time of the sandboxes are asked for. ms */
const LOOK_EVERY_MS = 2500;

/** What runs right now, what was refused today, and whether the engine is there. */
export function StatusBar() {
	const { t } = useTranslation('shell');
	const format = useFormat();
	const { data: sandboxes = [] } = useRoute(
		'sandboxes.list',
		{},
		{ refreshMs: LOOK_EVERY_MS, keepPrevious: true, isLater: true },
	);
	const { data: running } = useRoute('runs.list', { status: 'running', limit: 1 }, { isLater: true });
	const denied = useDeniedToday();
	const { popup, buttonProps } = useOpener('dialog');
	const memory = sandboxes.reduce((sum, { rssBytes, memoryBytes }) => sum + (rssBytes ?? memoryBytes), 0);
	const cpu = sandboxes.reduce((sum, { cpuPercent }) => sum + (cpuPercent ?? 0), 0);
	const count = running?.total ?? 0;
	// What was last known of processes is no news of them while nobody answers.
	const connection = useConnection();
	const isLost = connection === 'lost' || connection === 'restarted';
	return (
		<section aria-label={t('status.label')} className="flex h-7 items-center gap-4 px-2 text-small text-muted tabular">
			{!isLost && (
				<>
					<button
						type="button"
						{...buttonProps}
						className="flex h-6 items-center gap-1.5 rounded-small px-1.5 hover:bg-hover hover:text-text"
					>
						<Box size={14} aria-hidden />
						{t('status.sandboxes', { count: sandboxes.length, text: format.count(sandboxes.length) })}
						<span aria-hidden>·</span>
						{format.bytes(memory)}
						<span aria-hidden>·</span>
						{t('status.cpu', { percent: format.percent(cpu / 100) })}
					</button>
					{popup !== null && <SandboxPopup opened={popup} sandboxes={sandboxes} />}
				</>
			)}
			{count > 0 && !isLost && (
				<Link to={links.runs({ status: 'running' })} className="flex items-center gap-1.5 text-running">
					<LoaderCircle size={14} aria-hidden className="animate-spin" />
					{t('status.running', { count, text: format.count(count) })}
				</Link>
			)}
			<span className="ml-auto">
				{denied.total > 0 && (
					<Link to={links.runs({ withDenials: true, since: denied.since })} className="text-denied">
						{t('status.deniedToday', { text: format.count(denied.total) })}
					</Link>
				)}
			</span>
			<ConnectionWord />
		</section>
	);
}

function ConnectionWord() {
	const { t } = useTranslation('shell');
	const state = useConnection();
	if (state === 'connected') {
		return (
			<Status tone="neutral" icon={Wifi}>
				{t('connection.connected')}
			</Status>
		);
	}
	return (
		<span role="status">
			<Status tone={state === 'lost' || state === 'restarted' ? 'failed' : 'attention'} icon={Unplug}>
				{t(`connection.${state}`)}
			</Status>
		</span>
	);
}
