import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/controls/dialog.tsx';
import { Checkbox } from '../../../components/controls/fields.tsx';
import { useFormat } from '../../../lib/text/use-format.ts';

/** More names than these are counted. */
const NAMED = 12;

/** Names what would go before it goes. */
export function UninstallDialog({
	open,
	names,
	onClose,
	onConfirm,
}: {
	readonly open: boolean;
	readonly names: readonly string[];
	onClose(): void;
	onConfirm(keepData: boolean): Promise<void>;
}) {
	const { t } = useTranslation('plugins');
	const format = useFormat();
	const [keepData, setKeepData] = useState(true);
	const [busy, setBusy] = useState(false);
	const rest = names.length - NAMED;
	return (
		<ConfirmDialog
			open={open}
			onClose={onClose}
			busy={busy}
			action={t('action.uninstall')}
			title={t('uninstallTitle', { count: names.length, name: names[0] ?? '', text: format.count(names.length) })}
			onConfirm={() => {
				setBusy(true);
				void onConfirm(keepData).finally(() => setBusy(false));
			}}
		>
			<p>{t('uninstallText')}</p>
			{names.length > 1 && (
				<ul className="mt-2 max-h-40 overflow-y-auto text-text">
					{names.slice(0, NAMED).map((name) => (
						<li key={name} className="font-mono text-small">
							{name}
						</li>
					))}
					{rest > 0 && <li>{t('andMore', { count: rest, text: format.count(rest) })}</li>}
				</ul>
			)}
			<div className="mt-3 text-text">
				<Checkbox checked={keepData} onChange={setKeepData} label={t('keepData')} />
			</div>
		</ConfirmDialog>
	);
}
