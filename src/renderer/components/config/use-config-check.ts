import type { RouteInput } from '../../../shared/api/routes.ts';
import type { ConfigProblem } from '../../../shared/config/config-problem.ts';
import { useRoute } from '../../client/engine.tsx';
import { useSettled } from '../../lib/hooks/use-settled.ts';
import type { Fields } from './config-value.ts';

type Config = RouteInput<'plugins.checkConfig'>['config'];

/** How long nothing is typed before the engine is asked, ms. */
const SETTLE_MS = 250;
const none: readonly ConfigProblem[] = [];

/** What the engine says of a configuration, a moment after it was typed; `null` asks nothing. */
export function useConfigCheck(
	name: string,
	config: Fields | null,
): { readonly problems: readonly ConfigProblem[]; readonly complete: boolean } {
	// The text stands for the value: what is asked about is the same for as long as it reads the same.
	const text = config === null ? null : JSON.stringify(config);
	const settled = useSettled(text, SETTLE_MS);
	const check = useRoute(
		'plugins.checkConfig',
		{ name, config: settled === null ? {} : (JSON.parse(settled) as Config) },
		{ enabled: settled !== null, keepPrevious: true },
	);
	const isKnown = settled !== null && text !== null;
	return { problems: isKnown ? (check.data?.problems ?? none) : none, complete: check.data?.complete ?? true };
}
