/** Scheme, host and port of an address: `https://api.example.com:8443`. */
export function originOf(url: string): string {
	const scheme = url.indexOf('://');
	if (scheme < 0) return '';
	let end = scheme + 3;
	while (end < url.length) {
		const c = url.charCodeAt(end);
		if (c == 0x2f || c == 0x3f || c == 0x23 || c == 0x5c) break;
		end++;
	}
	return url.substring(0, end).toLowerCase();
}

export function isAbsolute(url: string): bool {
	const lower = url.substring(0, 8).toLowerCase();
	return lower.startsWith('https://') || lower.startsWith('http://');
}

/** The address that a link on a page means (RFC 3986, section 5.2), without its fragment. */
export function resolveUrl(link: string, page: string): string {
	return withoutDots(withoutFragment(merged(withoutFragment(link), withoutFragment(page))));
}

/** Whether a text begins with a scheme other than those that can be read. */
export function hasOtherScheme(link: string): bool {
	const colon = link.indexOf(':');
	if (colon < 1 || isAbsolute(link)) return false;
	for (let i = 0; i < colon; i++) {
		const c = link.charCodeAt(i) | 0x20;
		const isLetter = c >= 0x61 && c <= 0x7a;
		if (!isLetter && (i == 0 || !'+-.0123456789'.includes(link.charAt(i)))) return false;
	}
	return true;
}

function withoutFragment(url: string): string {
	const hash = url.indexOf('#');
	return hash < 0 ? url : url.substring(0, hash);
}

/** Takes `.` and `..` out of the path. */
function withoutDots(url: string): string {
	const start = originOf(url).length;
	const end = beforeAny(url, '?', start).length;
	const path = url.substring(start, end);
	if (!path.includes('/.')) return url;
	const segments = path.substring(1).split('/');
	const kept: string[] = [];
	for (let i = 0; i < segments.length; i++) {
		const segment = segments[i];
		if (segment == '..') {
			if (kept.length > 0) kept.pop();
		} else if (segment != '.') {
			kept.push(segment);
		}
		if (i == segments.length - 1 && (segment == '.' || segment == '..')) kept.push('');
	}
	return url.substring(0, start) + '/' + kept.join('/') + url.substring(end);
}

function merged(link: string, page: string): string {
	if (link == '') return page;
	if (isAbsolute(link)) return link;
	const origin = page.substring(0, originOf(page).length);
	if (link.startsWith('//')) return page.substring(0, page.indexOf(':') + 1) + link;
	if (link.startsWith('/')) return origin + link;
	const path = beforeAny(page, '?#', origin.length);
	if (link.startsWith('?')) return path + link;
	const slash = path.lastIndexOf('/');
	return slash < origin.length ? `${origin}/${link}` : path.substring(0, slash + 1) + link;
}

function beforeAny(text: string, stops: string, from: i32): string {
	let end = from;
	while (end < text.length && !stops.includes(text.charAt(end))) end++;
	return text.substring(0, end);
}

/** Sets one parameter of the query, replacing it where it is there already. */
export function withParameter(url: string, name: string, value: string): string {
	const hash = url.indexOf('#');
	const whole = hash < 0 ? url : url.substring(0, hash);
	const mark = whole.indexOf('?');
	const base = mark < 0 ? whole : whole.substring(0, mark);
	const pairs = (mark < 0 ? '' : whole.substring(mark + 1)).split('&');
	let query = '';
	for (let i = 0; i < pairs.length; i++) {
		if (pairs[i] == '' || pairs[i] == name || pairs[i].startsWith(`${name}=`)) continue;
		query += (query == '' ? '' : '&') + pairs[i];
	}
	return `${base}?${query}${query == '' ? '' : '&'}${name}=${encodeURIComponent(value)}`;
}
