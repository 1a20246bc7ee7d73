import type { DataFlareError } from '../../../shared/errors/errors.ts';
import { newRunId } from '../../../shared/run/run-id.ts';
import { useBridge } from '../../client/engine.tsx';
import { navigate } from '../../lib/nav/hash-location.ts';
import { links } from '../../lib/nav/links.ts';
import { useToasts } from '../toasts.tsx';

/**
 * Begins a run, and leads to its page as soon as there is one, so that a long run is watched from its beginning. `failed`
 * says what did not begin; `onShown` comes before the page changes.
 */
export function useShownRun(): (
	begin: (runId: string) => Promise<unknown>,
	failed: () => string,
	onShown?: () => void,
) => void {
	const bridge = useBridge();
	const toasts = useToasts();
	return (begin, failed, onShown) => {
		const runId = newRunId();
		let isShown = false;
		const show = (): void => {
			if (isShown) return;
			isShown = true;
			onShown?.();
			navigate(links.run(runId));
		};
		const end = bridge.on('run.started', (event) => event.run.id === runId && show());
		begin(runId)
			.then(show, (error: DataFlareError) => {
				// A failure of the run is told on its own page; one that never became a run is told here.
				if (error.details['runId'] === runId) show();
				else toasts.failed(failed, error);
			})
			.finally(end);
	};
}
