import { assertNever } from '../../../shared/assert-never.ts';
import type { PolicyDecision, PolicyRequest, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { decideEnv } from './env.ts';
import { decidePath, type PathScope } from './path.ts';
import { decideUrl } from './url.ts';

/**
 * Whether a policy allows a request: deny by default, an entry only ever adds. Paths are absolute with links resolved;
 * entries that are malformed allow nothing.
 */
export function decide(policy: SecurityPolicy, request: PolicyRequest, scope: PathScope): PolicyDecision {
	switch (request.kind) {
		case 'read':
		case 'write':
		case 'list':
			return decidePath(policy, request.kind, request.path, scope);
		case 'http':
			return decideUrl(policy, request.url);
		case 'env':
			return decideEnv(policy, request.name);
		default:
			return assertNever(request, 'policy request');
	}
}
