import { isIPv6, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import { deniedBy } from '../host-failure.ts';
import { isSameAddress } from './address.ts';

/** Connects to one of the addresses that were decided on and to nothing else, whatever the name leads to by then. */
export async function pinnedConnector(
	addresses: readonly string[],
	timeoutMs: number,
): Promise<buildConnector.connector> {
	const { buildConnector } = await import('undici');
	const pinned = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
	const lookup: LookupFunction = (_host, options, done) => {
		const [first] = pinned;
		if (options.all === true) done(null, pinned);
		else if (first !== undefined) done(null, first.address, first.family);
	};
	const connect = buildConnector({
		lookup,
		timeout: timeoutMs,
		allowH2: false,
		maxCachedSessions: 0,
		autoSelectFamily: true,
		// Holds whatever NODE_TLS_REJECT_UNAUTHORIZED says.
		rejectUnauthorized: true,
	} as buildConnector.BuildOptions);
	return (options, done) =>
		connect(options, (error, socket) => {
			if (error !== null) return done(error, null);
			const { remoteAddress } = socket;
			if (remoteAddress !== undefined && addresses.some((address) => isSameAddress(address, remoteAddress))) {
				return done(null, socket);
			}
			socket.destroy();
			const reason = `The connection went to ${remoteAddress}, which the policy did not check.`;
			return done(deniedBy({ kind: 'address_undecided', rule: 'address', reason }), null);
		});
}
