import { Popover } from '@base-ui/react/popover';
import { Box, LoaderCircle, Unplug, Wifi } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useConnection, useRoute } from '../../client/engine.tsx';
import { Link } from '../../components/controls/link.tsx';
import { Status } from '../../components/status.tsx';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { SandboxTable } from './sandbox-table.tsx';
import { useDeniedToday } from './use-denied-today.ts';

/** How often memory and processor time of the sandboxes are asked for. ms */
const LOOK_EVERY_MS = 2500;

/** What runs right now, what was refused today, and whether the engine is there. */
export function StatusBar() {
	const { t } = useTranslation('shell');
	const format = useFormat();
	const { data: sandboxes = [] } = useRoute('sandboxes.list', {}, { refreshMs: LOOK_EVERY_MS, keepPrevious: true });
	const { data: running } = useRoute('runs.list', { status: 'running', limit: 1 });
	const denied = useDeniedToday();
	const memory = sandboxes.reduce((sum, { rssBytes, memoryBytes }) => sum + (rssBytes ?? memoryBytes), 0);
	const cpu = sandboxes.reduce((sum, { cpuPercent }) => sum + (cpuPercent ?? 0), 0);
	const count = running?.total ?? 0;
	// What was last known of processes is no news of them while nobody answers.
	const connection = useConnection();
	const isLost = connection === 'lost' || connection === 'restarted';
	return (
		<section aria-label={t('status.label')} className="flex h-7 items-center gap-4 px-2 text-small text-muted tabular">
			{!isLost && (
				<Popover.Root>
					<Popover.Trigger className="flex h-6 items-center gap-1.5 rounded-small px-1.5 hover:bg-hover hover:text-text">
						<Box size={14} aria-hidden />
						{t('status.sandboxes', { count: sandboxes.length, text: format.count(sandboxes.length) })}
						<span aria-hidden>·</span>
						{format.bytes(memory)}
						<span aria-hidden>·</span>
						{t('status.cpu', { percent: format.percent(cpu / 100) })}
					</Popover.Trigger>
					<Popover.Portal>
						<Popover.Positioner side="top" align="start" sideOffset={6} className="z-50">
							<Popover.Popup className="max-h-[60vh] w-[min(760px,94vw)] overflow-auto rounded-base border border-line bg-raised p-3 shadow-float">
								<Popover.Title className="mb-2 font-semibold">{t('status.title')}</Popover.Title>
								<SandboxTable sandboxes={sandboxes} />
							</Popover.Popup>
						</Popover.Positioner>
					</Popover.Portal>
				</Popover.Root>
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
