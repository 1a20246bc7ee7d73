import { useTranslation } from 'react-i18next';
import type { SandboxAnswer } from '../../../shared/api/program-routes.ts';
import { useAction } from '../../client/engine.tsx';
import { Link } from '../../components/controls/link.tsx';
import { DataTable } from '../../components/data/data-table.tsx';
import { StopButton } from '../../components/progress/stop-button.tsx';
import { Badge } from '../../components/status.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { links } from '../../lib/nav/links.ts';
import { useFormat } from '../../lib/text/use-format.ts';

/** Every sandbox process: whose it is, what it does and takes, and a way to stop it. */
export function SandboxTable({ sandboxes }: { readonly sandboxes: readonly SandboxAnswer[] }) {
	const { t } = useTranslation('shell');
	const { t: common } = useTranslation();
	const format = useFormat();
	const toasts = useToasts();
	const stop = useAction('sandboxes.stop');
	if (sandboxes.length === 0) return <p className="text-muted">{t('status.empty')}</p>;
	const layers = [...new Set(sandboxes.flatMap(({ layers }) => layers))];
	const nameOf = ({ plugin }: SandboxAnswer): string => plugin ?? t('status.spare');
	const onStop = async (sandbox: SandboxAnswer): Promise<void> => {
		try {
			await stop.mutateAsync({ generation: sandbox.generation });
			toasts.done(() => t('status.stopped', { name: nameOf(sandbox) }));
		} catch (error) {
			toasts.failed(() => t('status.stopNamed', { name: nameOf(sandbox) }), error);
		}
	};
	return (
		<>
			<DataTable
				label={t('status.title')}
				headClassName="h-6"
				heads={[
					{ text: t('status.plugin') },
					{ text: t('status.use') },
					{ text: t('status.process'), className: 'text-right' },
					{ text: t('status.memory'), className: 'text-right' },
					{ text: t('status.processor'), className: 'text-right' },
					{ text: t('status.since'), className: 'pl-4' },
					{ text: t('status.stop'), isHidden: true },
				]}
			>
				{sandboxes.map((sandbox) => (
					<tr key={sandbox.generation} className="border-t border-line">
						<td className="h-8">
							{sandbox.plugin === null ? (
								<span className="text-muted">{t('status.spare')}</span>
							) : (
								<Link to={links.plugin(sandbox.plugin)}>{sandbox.plugin}</Link>
							)}
						</td>
						<td>
							<span className="flex gap-1">
								<Badge>{t(`status.role.${sandbox.role}`)}</Badge>
								<Badge tone={sandbox.state === 'busy' ? 'running' : 'neutral'}>
									{t(`status.state.${sandbox.state}`)}
								</Badge>
							</span>
						</td>
						<td className="text-right font-mono text-small">{sandbox.pid ?? common('notKnown')}</td>
						<td className="text-right">{format.bytes(sandbox.rssBytes ?? sandbox.memoryBytes)}</td>
						<td className="text-right">
							{sandbox.cpuPercent === null ? common('notKnown') : format.percent(sandbox.cpuPercent / 100)}
						</td>
						<td className="pl-4">{format.relative(sandbox.startedAt)}</td>
						<td className="text-right">
							<StopButton
								aria-label={t('status.stopNamed', { name: nameOf(sandbox) })}
								disabled={sandbox.role === 'spare'}
								onClick={() => void onStop(sandbox)}
							>
								{t('status.stop')}
							</StopButton>
						</td>
					</tr>
				))}
			</DataTable>
			{layers.length > 0 && (
				<p className="mt-2 border-t border-line pt-2 text-small text-muted">
					{t('status.layers')}
					{common('colon')}
					<span className="font-mono">{layers.join(' · ')}</span>
				</p>
			)}
		</>
	);
}
