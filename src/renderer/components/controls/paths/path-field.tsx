import { FolderOpen, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PickFiles } from '../../../../shared/face/bridge.ts';
import { useBridge } from '../../../client/engine.tsx';
import { useLatest } from '../../../lib/hooks/use-latest.ts';
import { plainText } from '../../../lib/text/plain-text.ts';
import { useToasts } from '../../toasts.tsx';
import { Button } from '../button.tsx';
import { Field, TextInput } from '../fields.tsx';
import { useFolderChooser } from './folder-chooser.tsx';
import { joined } from './folder-entries.tsx';

/**
 * The path of a file that exists. In Electron the system's dialog chooses it; in a browser one is uploaded, or chosen
 * among the files of the engine's computer.
 */
export function OpenFileField({
	label,
	value,
	onChange,
	hint,
	error,
	chooserTitle,
	kind = 'data',
}: {
	readonly label: string;
	readonly value: string;
	onChange(path: string): void;
	readonly hint?: string | undefined;
	readonly error?: string | undefined;
	readonly chooserTitle: string;
	readonly kind?: PickFiles['kind'];
}) {
	const { t } = useTranslation('runFile');
	const { t: common } = useTranslation();
	const bridge = useBridge();
	const toasts = useToasts();
	const newestTitle = useLatest(chooserTitle);
	const chooser = useFolderChooser({ kind: 'any', fileOnly: true, title: chooserTitle, onChoose: onChange });
	const uploaded = bridge.face === 'electron' ? null : uploadedName(value);
	const pick = (): void => {
		bridge.pickFiles({ kind, multiple: false }).then(
			(paths) => paths?.[0] !== undefined && onChange(paths[0]),
			(failure: unknown) => toasts.failed(newestTitle, failure),
		);
	};
	return (
		<>
			<Field
				label={label}
				hint={uploaded === null ? hint : t('path.uploaded', { name: plainText(uploaded) })}
				error={error}
			>
				{(ids) => (
					<div className="flex gap-2">
						<TextInput
							{...ids}
							mono
							title={value}
							value={uploaded ?? value}
							onChange={(event) => onChange(event.target.value.trim())}
						/>
						{bridge.face === 'electron' ? (
							<Button onClick={pick}>{common('choose')}</Button>
						) : (
							<>
								<Button icon={Upload} onClick={pick}>
									{t('path.upload')}
								</Button>
								<Button icon={FolderOpen} onClick={chooser.open}>
									{t('path.here')}
								</Button>
							</>
						)}
					</div>
				)}
			</Field>
			{chooser.dialog}
		</>
	);
}

/** Of a copy that the browser handed over: its own name. Where the program keeps it says nothing to a person. */
function uploadedName(path: string): string | null {
	return /[\\/]scratch(?:[\\/][^\\/]+){2,3}[\\/]([^\\/]+)$/.exec(path)?.[1] ?? null;
}

/** The path of a file that is to be written. */
export function SaveFileField({
	label,
	value,
	onChange,
	suggestedName,
	folderTitle,
	hint,
	error,
}: {
	readonly label: string;
	readonly value: string;
	onChange(path: string): void;
	readonly suggestedName: string;
	/** Of what a browser's person chooses a folder in; absent: it is one for an output. */
	readonly folderTitle?: string;
	readonly hint?: string | undefined;
	readonly error?: string | undefined;
}) {
	const { t: common } = useTranslation();
	const { t } = useTranslation('runFile');
	const bridge = useBridge();
	const toasts = useToasts();
	const newestLabel = useLatest(label);
	const chooser = useFolderChooser({
		title: folderTitle ?? t('output.folder'),
		onChoose: (folder) => onChange(joined(folder, suggestedName)),
	});
	const pick = (): void => {
		if (bridge.face === 'browser') return chooser.open();
		bridge.pickSave({ suggestedName }).then(
			(path) => path !== null && onChange(path),
			(failure: unknown) => toasts.failed(newestLabel, failure),
		);
	};
	return (
		<>
			<Field label={label} hint={hint} error={error}>
				{(ids) => (
					<div className="flex gap-2">
						<TextInput {...ids} mono value={value} onChange={(event) => onChange(event.target.value.trim())} />
						<Button onClick={pick}>{common('choose')}</Button>
					</div>
				)}
			</Field>
			{chooser.dialog}
		</>
	);
}
