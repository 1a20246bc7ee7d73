// The header by which a server names the next page (RFC 8288).

/** The target of the first link whose relation is `next`; empty: there is none. */
export function nextLink(header: string): string {
	let at = 0;
	while (true) {
		const open = header.indexOf('<', at);
		const close = open < 0 ? -1 : header.indexOf('>', open);
		if (close < 0) return '';
		const target = header.substring(open + 1, close).trim();
		const link = readParameters(header, close + 1);
		if (link.isNext && !link.isAnchored) return target;
		at = link.end;
	}
}

class Link {
	isNext: bool = false;
	/** Says something of another address than the page's. */
	isAnchored: bool = false;
	/** Where the next link begins. */
	end: i32 = 0;
}

function readParameters(header: string, from: i32): Link {
	const link = new Link();
	let at = from;
	let isRelated = false;
	while (at < header.length && header.charCodeAt(at) != 0x2c) {
		if (header.charCodeAt(at) != 0x3b) {
			at++;
			continue;
		}
		const nameStart = ++at;
		while (at < header.length && !',;='.includes(header.charAt(at))) at++;
		const name = header.substring(nameStart, at).trim().toLowerCase();
		if (at >= header.length || header.charCodeAt(at) != 0x3d) continue;
		at = skipBlanks(header, at + 1);
		let value = '';
		if (header.charCodeAt(at) == 0x22) {
			at++;
			while (at < header.length && header.charCodeAt(at) != 0x22) {
				if (header.charCodeAt(at) == 0x5c) at++;
				value += header.charAt(at++);
			}
			at++;
		} else {
			const start = at;
			while (at < header.length && header.charCodeAt(at) != 0x2c && header.charCodeAt(at) != 0x3b) at++;
			value = header.substring(start, at).trim();
		}
		// Of two relations of one link the first counts.
		if (name == 'rel' && !isRelated) {
			isRelated = true;
			link.isNext = namesNext(value);
		} else if (name == 'anchor') {
			link.isAnchored = value != '';
		}
	}
	link.end = at;
	return link;
}

/** A relation may be several, parted by blanks, in any case. */
function namesNext(relations: string): bool {
	const words = relations.toLowerCase().split(' ');
	for (let i = 0; i < words.length; i++) if (words[i].trim() == 'next') return true;
	return false;
}

function skipBlanks(text: string, from: i32): i32 {
	let at = from;
	while (at < text.length && (text.charCodeAt(at) == 0x20 || text.charCodeAt(at) == 0x09)) at++;
	return at;
}
