/** Of this tab alone, from before a token leaves the address until its exchange was answered. */
const ENTRY_SLOT = 'dataflare-entry';

/** A token on its way to the program. */
export interface Entry {
	readonly token: string;
	/** This page's own secret: what the program answered and the page did not get, it answers again to that alone. */
	readonly claim: string;
}

/** Is kept at once, so that a page that is loaded anew goes on with it. */
export function newEntry(token: string): Entry {
	const bytes = crypto.getRandomValues(new Uint8Array(32));
	const claim = btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replace('=', '');
	sessionStorage.setItem(ENTRY_SLOT, `${token} ${claim}`);
	return { token, claim };
}

/** Null: nothing was begun, or it was answered. */
export function keptEntry(): Entry | null {
	const [token = '', claim] = sessionStorage.getItem(ENTRY_SLOT)?.split(' ') ?? [];
	return claim === undefined ? null : { token, claim };
}

/** A newer one stays. */
export function forgetEntry({ claim }: Entry): void {
	if (keptEntry()?.claim === claim) sessionStorage.removeItem(ENTRY_SLOT);
}
