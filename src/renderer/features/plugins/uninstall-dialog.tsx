import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '../../client/engine.tsx';
import { ConfirmDialog } from '../../components/controls/dialog.tsx';
import { Checkbox } from '../../components/controls/toggles.tsx';
import { useFormat } from '../../lib/text/use-format.ts';

/** More names than these are counted. */
const NAMED = 12;

/** Names what would go before it goes, and asks what becomes of what it wrote. */
export function UninstallDialog({
	open,
	names,
	busy,
	onClose,
	onConfirm,
}: {
	readonly open: boolean;
	readonly names: readonly string[];
	readonly busy: boolean;
	onClose(): void;
	onConfirm(keepData: boolean): void;
}) {
	const { t } = useTranslation('plugins');
	const format = useFormat();
	const trashMs = useRoute('settings.get', {}).data?.trash_ms;
	const where = trashMs === 0 ? 'forGood' : 'trash';
	const [keepData, setKeepData] = useState(true);
	const count = names.length;
	const rest = count - NAMED;
	const how = count === 1 ? 'one' : 'many';
	return (
		<ConfirmDialog
			open={open}
			onClose={onClose}
			busy={busy}
			action={t('action.uninstall')}
			title={t(`uninstall.${how}.title`, { name: names[0] ?? '', text: format.count(count) })}
			onConfirm={() => onConfirm(keepData)}
		>
			<p>{t(`uninstall.${how}.text.${where}`, { time: trashMs === undefined ? '' : format.duration(trashMs) })}</p>
			{count > 1 && (
				<ul className="mt-2 max-h-40 overflow-y-auto text-text">
					{names.slice(0, NAMED).map((name) => (
						<li key={name} className="font-mono text-small">
							{name}
						</li>
					))}
					{rest > 0 && <li>{t('uninstall.andMore', { count: rest, text: format.count(rest) })}</li>}
				</ul>
			)}
			<div className="my-3 text-text">
				<Checkbox checked={keepData} onChange={setKeepData} label={t(`uninstall.${how}.keepData`)} />
			</div>
			<p>{t(`uninstall.${how}.${keepData ? 'kept' : 'gone'}.${where}`)}</p>
		</ConfirmDialog>
	);
}
