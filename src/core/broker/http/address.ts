import ipaddr from 'ipaddr.js';
import type { HostAddress } from '../../policy/decide/url.ts';

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** RFC 6052: the one NAT64 prefix whose last 32 bits are the IPv4 address; of others nothing can be told. */
const wellKnownNat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** What kind of address a text is. Null: no address. IPv4 inside IPv6 (mapped, NAT64) counts as the IPv4 address. */
export function classifyAddress(text: string): HostAddress | null {
	if (!ipaddr.isValid(text)) return null;
	const address = ipaddr.parse(text);
	if (address instanceof ipaddr.IPv4) return { names: [address.toString()], special: specialV4(address) };
	const name = `[${urlForm(address)}]`;
	const isMapped = address.isIPv4MappedAddress();
	if (isMapped || address.match(wellKnownNat64)) {
		const inner = new ipaddr.IPv4(address.toByteArray().slice(12));
		return { names: isMapped ? [inner.toString(), name] : [name], special: specialV4(inner) };
	}
	const range = address.range();
	if (range !== 'unicast') return { names: [name], special: range };
	return { names: [name], special: address.match(globalUnicast) ? null : 'reserved' };
}

function specialV4(address: ipaddr.IPv4): string | null {
	const range = address.range();
	return range === 'unicast' ? null : range;
}

/** The one spelling of `URL.hostname`, so that entries and addresses compare as text. */
function urlForm(address: ipaddr.IPv6): string {
	const plain = new ipaddr.IPv6(address.parts).toNormalizedString();
	return new URL(`http://[${plain}]/`).hostname.slice(1, -1);
}

/** Compares two spellings of an address. */
export function isSameAddress(left: string, right: string): boolean {
	if (!ipaddr.isValid(left) || !ipaddr.isValid(right)) return false;
	return ipaddr.process(left).toNormalizedString() === ipaddr.process(right).toNormalizedString();
}
