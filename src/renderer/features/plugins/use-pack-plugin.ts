import { useTranslation } from 'react-i18next';
import { packageFileName } from '../../../shared/plugin/packing.ts';
import type { PluginRecord } from '../../../shared/plugin/plugin-record.ts';
import { useAct, useBridge } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { useFormat } from '../../lib/text/use-format.ts';

/** Whether its files can be packed: they are there, in a folder of its own. */
export function isPackable({ state, current, folder }: PluginRecord): boolean {
	return current !== null && state !== 'missing' && state !== 'broken' && !/\.wasm$/i.test(folder);
}

/** Packs a plugin's folder into one file, where a person wants it, and says how that went. */
export function usePackPlugin(): (plugin: PluginRecord) => Promise<void> {
	const { t } = useTranslation('plugin');
	const bridge = useBridge();
	const act = useAct();
	const toasts = useToasts();
	const format = useFormat();
	return async ({ name, current, folder }) => {
		const suggestedName = packageFileName(name, current?.label ?? undefined);
		try {
			const to = await bridge.pickSave({ suggestedName });
			if (to === null) return;
			// Whoever chose a file that is there was asked by the system's own dialog.
			const { path, bytes, leftOut } = await act('plugins.pack', { path: folder, to, replace: true });
			const isBrowser = bridge.face === 'browser';
			if (isBrowser) await bridge.download(path);
			const said = (): string => {
				const size = format.bytes(bytes);
				const packed = isBrowser ? t('pack.downloaded', { name, size }) : t('pack.done', { name, path, size });
				const { length } = leftOut;
				return length === 0 ? packed : `${packed} ${t('pack.leftOut', { count: length, text: format.count(length) })}`;
			};
			toasts.done(
				said,
				isBrowser ? undefined : { label: () => t('pack.show'), onPress: () => void bridge.download(path) },
			);
		} catch (error) {
			toasts.failed(() => t('pack.failed', { name }), error);
		}
	};
}
