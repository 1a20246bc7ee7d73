import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useBridge } from '../../client/engine.tsx';
import { IconButton } from '../controls/button.tsx';
import { useToasts } from '../toasts.tsx';

/** The whole log as a file, which the engine writes: however long it is, nothing of it passes through the page. */
export function DownloadLog({ run }: { readonly run: string }) {
	const { t } = useTranslation();
	const bridge = useBridge();
	const act = useAct();
	const toasts = useToasts();
	const [saving, setSaving] = useState(false);
	const save = async (): Promise<void> => {
		setSaving(true);
		try {
			const path = await bridge.pickSave({ suggestedName: `${run}.log` });
			if (path === null) return;
			await act('logs.save', { run, path });
			if (bridge.face === 'browser') await bridge.download(path);
			else
				toasts.done(() => t('log.saved', { path }), {
					label: () => t('log.show'),
					onPress: () => void bridge.download(path),
				});
		} catch (error) {
			toasts.failed(() => t('log.download'), error);
		} finally {
			setSaving(false);
		}
	};
	return <IconButton icon={Download} label={t('log.download')} disabled={saving} onClick={() => void save()} />;
}
