import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/controls/dialog.tsx';
import { PluginText } from '../../components/text/plugin-text.tsx';
import { useFormat } from '../../lib/text/use-format.ts';
import { type Refused, type Replacing, replacedBy } from './refused.ts';

/** Asks before a run replaces a file; more plainly still where that is the one it reads. */
export function ReplaceDialog({
	refused,
	onClose,
	onReplace,
}: {
	readonly refused: Refused | null;
	onClose(): void;
	onReplace(replacing: Replacing): void;
}) {
	const { t } = useTranslation('runFile');
	const format = useFormat();
	const replaced = replacedBy(refused);
	if (replaced === null) return null;
	const isInput = replaced.replacing === 'input';
	return (
		<ConfirmDialog
			open
			onClose={onClose}
			onConfirm={() => onReplace(replaced.replacing)}
			title={t(isInput ? 'replace.inputTitle' : 'replace.title', { size: format.bytes(replaced.bytes) })}
			action={t(isInput ? 'replace.input' : 'replace.go')}
		>
			<PluginText className="font-mono text-small" max={1000}>
				{replaced.path}
			</PluginText>
			<p>{t(isInput ? 'replace.inputText' : 'replace.text')}</p>
		</ConfirmDialog>
	);
}
