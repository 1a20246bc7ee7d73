import { decideEnv } from '../../../src/core/policy/decide/env.ts';
import { decidePath, type PathScope } from '../../../src/core/policy/decide/path.ts';
import { decideUrl } from '../../../src/core/policy/decide/url.ts';
import { assertNever } from '../../../src/shared/assert-never.ts';
import type { PolicyDecision, PolicyRequest, SecurityPolicy } from '../../../src/shared/policy/security-policy.ts';

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
