import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Flow } from '../../../shared/flow/flow-file.ts';
import { useAsk, useBridge } from '../../client/engine.tsx';
import { useToasts } from '../../components/toasts.tsx';
import { handOverFlow } from '../../lib/flow-handover.ts';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';

/** Ways to a new flow: begun with what is given, or with what a file says. */
export function useNewFlow(): {
	begin(flow: Flow | null): void;
	/** A flow's file, or a chain's; what is wrong with it beyond its form is shown in the editor. */
	openFile(): Promise<void>;
} {
	const { t } = useTranslation('flows');
	const bridge = useBridge();
	const ask = useAsk();
	const toasts = useToasts();
	return useMemo(() => {
		const begin = (flow: Flow | null): void => {
			if (flow !== null) handOverFlow(flow);
			navigate(links.newFlow());
		};
		return {
			begin,
			async openFile() {
				try {
					const [path] = (await bridge.pickFiles({ kind: 'data', multiple: false })) ?? [];
					if (path === undefined) return;
					const { flow } = await ask('flows.check', { flow: { path } });
					begin(flow);
				} catch (error) {
					toasts.failed(() => t('openFailed'), error);
				}
			},
		};
	}, [bridge, ask, toasts, t]);
}
