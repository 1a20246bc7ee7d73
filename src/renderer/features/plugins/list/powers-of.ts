import { entriesInForce, type PowerName, powerNames } from '../../../../shared/policy/powers.ts';
import type { SecurityPolicy } from '../../../../shared/policy/security-policy.ts';

/** A power as the list shows it: files by the most that is given of them. */
export type ShownPower = Exclude<PowerName, 'files'> | 'write' | 'read';

export interface Given {
	readonly power: ShownPower;
	readonly entries: readonly string[];
}

/** The powers that a policy really gives: a switch without an entry gives none. */
export function powersOf(policy: SecurityPolicy): readonly Given[] {
	return powerNames.flatMap((power): readonly Given[] => {
		const entries = entriesInForce(policy, power);
		if (entries.length === 0) return [];
		if (power !== 'files') return [{ power, entries }];
		return [{ power: entries.every((path) => path.endsWith(':ro')) ? 'read' : 'write', entries }];
	});
}
