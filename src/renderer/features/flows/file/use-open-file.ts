import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk, useBridge } from '../../../client/engine.tsx';
import { useFolderChooser } from '../../../components/controls/paths/folder-chooser.tsx';
import { useToasts } from '../../../components/toasts.tsx';
import { navigate } from '../../../lib/nav/hash-location.ts';
import { links } from '../../../lib/nav/links.ts';
import { keptNameOf } from '../drafts.ts';
import { useNewFlow } from '../use-new-flow.ts';
import { idWithFile } from './flow-files.ts';

/**
 * Opens a flow's file, or a chain's, which is followed from then on; what is wrong with it beyond its form is shown in the
 * editor. A file that a saved flow was opened from leads to that flow. The file itself is chosen in a browser as well,
 * where its own dialog would hand over a copy. `dialog` is to be drawn.
 */
export function useOpenFile(): { open(): void; readonly dialog: ReactNode } {
	const { t } = useTranslation('flows');
	const bridge = useBridge();
	const ask = useAsk();
	const toasts = useToasts();
	const flows = useNewFlow();
	const failed = (error: unknown): void => toasts.failed(() => t('openFailed'), error);
	const read = async (path: string): Promise<void> => {
		const flow = await ask('flows.read', { path });
		const known = keptNameOf(idWithFile(path));
		const isKept = known !== null && (await ask('flows.list', {})).some(({ name }) => name === known);
		// What changed in the file since is told there.
		if (isKept) navigate(links.flow(known));
		else flows.begin(flow, { path });
	};
	const chooser = useFolderChooser({
		kind: 'any',
		fileOnly: true,
		title: t('openTitle'),
		onChoose: (path) => void read(path).catch(failed),
	});
	return {
		open() {
			if (bridge.face === 'browser') return chooser.open();
			bridge
				.pickFiles({ kind: 'data', multiple: false })
				.then((paths) => (paths?.[0] === undefined ? undefined : read(paths[0])))
				.catch(failed);
		},
		dialog: chooser.dialog,
	};
}
