import { hostStatus } from '../../../shared/host/abi.ts';
import type { PolicyDecision, SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { refuse } from '../../policy/decide/refuse.ts';
import { decideAddress, decideUrl } from '../../policy/decide/url.ts';
import { isAddressHost } from '../../policy/entries/host-entry.ts';
import type { Resolve } from '../act.ts';
import { HostFailure } from '../host-failure.ts';
import { classifyAddress } from './address.ts';

/** A URL, decided, and the addresses that a connection for it may go to. */
export interface PlacedUrl {
	readonly decision: PolicyDecision;
	/** Empty unless allowed. */
	readonly addresses: readonly string[];
}

/**
 * Decides on a URL and then on every address that its host leads to. Without `resolve` names are not looked up and
 * only addresses written in the URL are decided on. The broker and the tester both come through here.
 */
export async function placeUrl(policy: SecurityPolicy, url: string, resolve: Resolve | null): Promise<PlacedUrl> {
	const decision = decideUrl(policy, url);
	if (!decision.allowed) return { decision, addresses: [] };
	const { hostname } = new URL(url);
	const isAddress = isAddressHost(hostname);
	if (!isAddress && resolve === null) return { decision, addresses: [] };
	const addresses = isAddress ? [hostname.replace(/^\[|\]$/g, '')] : ((await resolve?.(hostname)) ?? []);
	if (addresses.length === 0) throw new HostFailure(hostStatus.notFound, `${hostname} has no address.`);
	for (const address of addresses) {
		const byAddress = decideOne(policy, url, address);
		if (!byAddress.allowed) return { decision: byAddress, addresses: [] };
	}
	return { decision, addresses };
}

function decideOne(policy: SecurityPolicy, url: string, text: string): PolicyDecision {
	const address = classifyAddress(text);
	if (address !== null) return decideAddress(policy, url, address);
	return refuse('address_undecided', 'address', `The host resolves to ${text}, which is not an address.`);
}
