import { useFormat } from '../../../lib/text/use-format.ts';
import type { LimitKind } from './limits.ts';

/** Says the value of a limit with its unit. */
export function useSayLimit(kind: LimitKind): (value: number) => string {
	const format = useFormat();
	const sayings: Readonly<Record<LimitKind, (value: number) => string>> = {
		memory: format.bytes,
		time: format.duration,
		written: format.bytes,
		files: format.count,
	};
	return sayings[kind];
}
