import { FileText, FolderOpen, ListPlus } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Encoding } from '../../../shared/plugin/component-type.ts';
import { sampleNameOf } from '../../../shared/plugin/described.ts';
import type { Manifest } from '../../../shared/plugin/manifest.ts';
import { useRoute } from '../../client/engine.tsx';
import { Button } from '../../components/controls/button.tsx';
import { Menu } from '../../components/controls/menu.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { plainText } from '../../lib/text/plain-text.ts';
import { useFormat } from '../../lib/text/use-format.ts';
import { toBase64 } from './bytes-text.ts';
import type { InputDraft } from './call-input.ts';

/** An input that the package brings. */
interface Filling {
	readonly id: string;
	readonly name: string;
	/** Null: not text, or too large. */
	readonly input: string | null;
}

/** A chosen file beyond this is not an input that one looks at, bytes. */
const MAX_FILE = 4 * 1024 * 1024;

export function useFillings(name: string, manifest: Manifest): readonly Filling[] {
	const { data } = useRoute('plugins.package', { name });
	const { i18n } = useTranslation();
	return useMemo(() => {
		// A sample with a configuration of its own would come out differently here: a call has the plugin's.
		const named = (manifest.metadata.samples ?? []).filter((sample) => !('config' in sample));
		return [
			...named.map(({ input, ...sample }, index) => ({
				id: `manifest/${index}`,
				name: sampleNameOf(sample, i18n.language),
				input: typeof input === 'string' && manifest.encoding === 'bytes' ? input : JSON.stringify(input, null, 2),
			})),
			...(data?.samples ?? []).map(({ name: title, text }) => ({ id: `file/${title}`, name: title, input: text })),
		];
	}, [manifest, data, i18n.language]);
}

/** Fills the input with a sample of the package or with a file of the person's. */
export function FillMenu({
	fillings,
	encoding,
	onFill,
}: {
	readonly fillings: readonly Filling[];
	readonly encoding: Encoding;
	onFill(input: InputDraft): void;
}) {
	const { t } = useTranslation('test');
	const format = useFormat();
	const toasts = useToasts();
	const chooser = useRef<HTMLInputElement>(null);
	const read = async (file: File): Promise<void> => {
		try {
			if (file.size > MAX_FILE) throw new Error(t('fill.tooLarge', { text: format.bytes(MAX_FILE) }));
			const bytes = new Uint8Array(await file.arrayBuffer());
			onFill(draftOfBytes(bytes, encoding));
		} catch (error) {
			toasts.failed(() => t('fill.failed', { name: plainText(file.name) }), error);
		}
	};
	return (
		<>
			<input
				ref={chooser}
				type="file"
				hidden
				aria-label={t('fill.file')}
				onChange={(event) => {
					const file = event.target.files?.[0];
					event.target.value = '';
					if (file !== undefined) void read(file);
				}}
			/>
			<Menu
				align="start"
				button={<Button icon={ListPlus}>{t('fill.open')}</Button>}
				items={[
					...fillings.map(({ id, name, input }) => ({
						id,
						label: plainText(name.slice(0, 80)),
						icon: FileText,
						disabled: input === null,
						onSelect: () => onFill({ text: input ?? '', form: 'text' as const }),
					})),
					{
						id: 'choose',
						label: t('fill.file'),
						icon: FolderOpen,
						separated: fillings.length > 0,
						onSelect: () => chooser.current?.click(),
					},
				]}
			/>
		</>
	);
}

function draftOfBytes(bytes: Uint8Array, encoding: Encoding): InputDraft {
	try {
		return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), form: 'text' };
	} catch (error) {
		if (encoding !== 'bytes') throw error;
		return { text: toBase64(bytes), form: 'base64' };
	}
}
