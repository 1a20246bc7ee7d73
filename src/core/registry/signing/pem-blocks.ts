export interface PemBlock {
	/** e.g. `ENCRYPTED PRIVATE KEY`. */
	readonly label: string;
	/** Some of what OpenSSL wrote before PKCS#8 has lines such as `Proc-Type: 4,ENCRYPTED` before its bytes. */
	readonly headers: readonly string[];
	readonly base64: string;
}

/** The whole blocks of a text (RFC 7468); what stands around them says nothing. */
export function pemBlocks(text: string): readonly PemBlock[] {
	const blocks: PemBlock[] = [];
	let open: { readonly label: string; readonly lines: string[] } | null = null;
	for (const line of text.split('\n').map((each) => each.trim())) {
		const label = /^-----BEGIN ([A-Z0-9 ]{1,64})-----$/.exec(line)?.[1];
		if (label !== undefined) open = { label, lines: [] };
		else if (open !== null && line === `-----END ${open.label}-----`) {
			blocks.push(blockOf(open.label, open.lines));
			open = null;
		} else open?.lines.push(line);
	}
	return blocks;
}

function blockOf(label: string, lines: readonly string[]): PemBlock {
	const headers = lines.filter((line) => line.includes(':'));
	return { label, headers, base64: lines.filter((line) => !line.includes(':')).join('') };
}
