import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { PluginText } from '../../../components/text/plugin-text.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';
import type { FlowRun } from '../run/use-flow-run.ts';

/** Asks before files that the flow writes are replaced. */
export function ReplaceDialog({ flowRun }: { readonly flowRun: FlowRun }) {
	const { t } = useTranslation('runFile');
	const { t: flows } = useTranslation('flows');
	const format = useFormat();
	const { replacing, forget, start } = flowRun;
	return (
		<ConfirmDialog
			open={replacing !== null}
			onClose={forget}
			onConfirm={() => start(true)}
			title={t('replace.title', { size: format.bytes(replacing?.bytes ?? 0) })}
			action={t('replace.go')}
		>
			<p>
				<PluginText className="font-mono text-small wrap-anywhere" max={1000}>
					{replacing?.path ?? ''}
				</PluginText>
			</p>
			<p className="mt-2">{flows('run.replaces')}</p>
		</ConfirmDialog>
	);
}
