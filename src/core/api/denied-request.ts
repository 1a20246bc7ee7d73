import { type DecidedOp, kindDecided } from '../../shared/host/operations.ts';
import type { PolicyRequest } from '../../shared/policy/security-policy.ts';

/** The request that a denial is about. Null: a policy does not decide on such. */
export function requestOf(op: DecidedOp, target: string): PolicyRequest;
export function requestOf(op: string, target: string): PolicyRequest | null;
export function requestOf(op: string, target: string): PolicyRequest | null {
	const kind = kindDecided(op);
	switch (kind) {
		case null:
			return null;
		case 'env':
			return { kind, name: target };
		case 'http':
			return { kind, url: target };
		default:
			return { kind, path: target };
	}
}
