import { badEntry, type ParsedEntry } from './entry-problem.ts';

export type UrlScheme = 'https' | 'http';

/** One entry of `allowed_hosts`. */
export interface HostEntry {
	readonly text: string;
	readonly scheme: UrlScheme;
	/** Lower case, punycode, without a trailing dot; IPv6 in brackets. */
	readonly host: string;
	/** `*.host`: names below the host, never the host itself. */
	readonly subdomainsOnly: boolean;
	readonly port: number;
	readonly isAddress: boolean;
}

export const defaultPorts: Readonly<Record<UrlScheme, number>> = { https: 443, http: 80 };

const form = 'a host such as example.com, *.example.com, example.com:8443 or http://example.com';

/** https on its own port, unless the entry says `http://` or names a port. */
export function parseHostEntry(text: string): ParsedEntry<HostEntry> {
	const [, prefix, rest = ''] = /^(https?:\/\/)?(.*?)\/?$/is.exec(text) ?? [];
	const scheme: UrlScheme = prefix?.toLowerCase() === 'http://' ? 'http' : 'https';
	if (/^[a-z][a-z0-9+.-]*:\/\//i.test(rest)) return badEntry(form, 'Only http:// and https:// can be granted.');
	if (rest.includes('@')) return badEntry(form, 'Leave out the user name and password.');
	if (/[/?#\\]/.test(rest)) return badEntry(form, 'Write only the host: single paths and queries cannot be granted.');
	const parts = splitPort(rest);
	if (parts === null) {
		return badEntry(form, 'Write a port as :1 to :65535, and an IPv6 address in brackets, such as [::1]:8080.');
	}
	const subdomainsOnly = parts.host.startsWith('*.');
	const host = entryHost(subdomainsOnly ? parts.host.slice(2) : parts.host);
	if (host === null) return badEntry(form, hostHint(parts.host));
	const isAddress = isAddressHost(host);
	if (isAddress && !subdomainsOnly && !host.startsWith('[') && host !== parts.host) {
		return badEntry(form, `Write the address as ${host}.`);
	}
	if (subdomainsOnly && (isAddress || !host.includes('.'))) {
		return badEntry(form, 'A wildcard needs a domain of at least two names, such as *.example.com.');
	}
	return {
		ok: true,
		entry: { text, scheme, host, subdomainsOnly, port: parts.port ?? defaultPorts[scheme], isAddress },
	};
}

function splitPort(text: string): { readonly host: string; readonly port: number | null } | null {
	const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::([0-9]{1,5}))?$/i.exec(text);
	if (match?.[1] === undefined) return null;
	const port = match[2] === undefined ? null : Number(match[2]);
	return port !== null && (port < 1 || port > 65_535) ? null : { host: match[1], port };
}

function hostHint(host: string): string {
	if (host.includes('*')) return 'A wildcard stands for whole names at the start only: *.example.com.';
	return 'Check the spelling of the host.';
}

function entryHost(text: string): string | null {
	if (/[\s%*]/.test(text) || !URL.canParse(`https://${text}/`)) return null;
	const host = normalHost(new URL(`https://${text}/`).hostname);
	if (host === null || host.startsWith('[')) return host;
	return host.split('.').every((label) => /^[a-z0-9_-]+$/.test(label)) ? host : null;
}

/** The form in which hosts are compared, of a host name as `URL` gives it. Null: no name that can be granted. */
export function normalHost(hostname: string): string | null {
	const host = hostname.toLowerCase().replace(/\.$/, '');
	if (host.startsWith('[')) return host;
	if (host === '' || host.length > 253) return null;
	return host.split('.').every((label) => label.length > 0 && label.length <= 63) ? host : null;
}

/** Whether a host in its normal form is an address, which `URL` has brought to its one spelling. */
export function isAddressHost(host: string): boolean {
	return host.startsWith('[') || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

export function coversHost(entry: HostEntry, host: string): boolean {
	if (!entry.subdomainsOnly) return host === entry.host;
	return !isAddressHost(host) && host.length > entry.host.length + 1 && host.endsWith(`.${entry.host}`);
}
