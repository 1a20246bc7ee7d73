import { type HostOp, isHostOp } from '../../../shared/host/operations.ts';
import { isPolicyKind, type PolicyKind } from '../../../shared/policy/powers.ts';

/** What a plugin asked its host for, where `common:hostOp` has words for it. Undefined: another version's, or nothing. */
export function knownOp(op: string | null): HostOp | PolicyKind | undefined {
	return op !== null && (isHostOp(op) || isPolicyKind(op)) ? op : undefined;
}
