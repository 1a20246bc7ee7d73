// A source: reads records from a JSON address, page by page. Each call of `read_data` gives one page.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { readConfig, shorten } from '../../../sdk/assemblyscript/assembly/config';
import {
	explain,
	fail,
	http,
	logInfo,
	logWarn,
	NOT_PERMITTED,
	progress,
} from '../../../sdk/assemblyscript/assembly/host';
import { hashBytes } from '../../../sdk/assemblyscript/assembly/hash';
import { writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { parseTree } from '../../../sdk/assemblyscript/assembly/json/tree';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { nextLink } from './link-header';
import { Page } from './page';
import { Place } from './place';
import { readSettings, Settings } from './settings';
import { fillIn, problem } from './template';
import { hasOtherScheme, originOf, resolveUrl, withParameter } from './url';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

const out = new Bytes();
const request = new Bytes();
const page = new Page();
let settings: Settings | null = null;
let headerValues: string[] = [];
const place = new Place();
/** The address of the page that could not be read, which is read again by whoever goes on; empty: there is none. */
let unread: string = '';

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	const read = readSettings(config);
	if (config.problem != '') return config.finish();
	headerValues = [];
	for (let i = 0; i < read.headerValues.length; i++) {
		headerValues.push(fillIn(read.headerValues[i]));
		if (problem != '') return fail(`config.headers.${read.headerNames[i]}: ${problem}`);
	}
	settings = read;
	place.pageNumber = read.firstPage;
	place.address = addressOf(read);
	return 0;
}

/** The first address, or with a page parameter the one of the page under way. */
function addressOf(current: Settings): string {
	let url = current.url;
	if (current.pageParameter != '') url = withParameter(url, current.pageParameter, place.pageNumber.toString());
	if (current.sizeParameter != '') url = withParameter(url, current.sizeParameter, current.size.toString());
	return url;
}

export function read_data(): i32 {
	return collect(read());
}

function read(): i32 {
	const current = settings;
	if (current === null) return fail('plugin_init was not called');
	while (place.address != '') {
		const url = place.address;
		const pages = place.pages;
		const total = place.total;
		const print = place.lastPrint;
		const status = readPage(current);
		if (status < 0) {
			// What it has is handed on to nobody.
			unread = url;
			place.pages = pages;
			place.total = total;
			place.lastPrint = print;
			return status;
		}
		// A page without records gives nothing to hand on, but another may follow it.
		if (out.length > 0) return out.toResult();
	}
	return 0;
}

/** Reads one page into `out` and sets the address of the next one. 0 or a negative status. */
function readPage(current: Settings): i32 {
	const url = place.address;
	out.clear();
	place.address = '';
	writeRequest(current, url);
	const answer = http(request);
	const status = answer.status;
	if (status == NOT_PERMITTED) {
		return fail(
			`cannot read ${url}: not permitted; allow the network and name ${originOf(url)} in allowed_hosts of the grant`,
			status,
		);
	}
	if (status < 0) return fail(`cannot read ${url}: ${explain(status)}`, status);
	const understood = answer.exists && page.read(answer);
	answer.free();
	if (!understood) return fail(`cannot read ${url}: the host gave no response`);
	// Behind the last page some servers say that there is none.
	if (page.status == 404 && current.pageParameter != '' && place.pages > 0) return 0;
	if (page.status < 200 || page.status > 299) return refused(current, url);
	const count = recordsOf(current, url);
	if (count < 0) return count;
	place.pages++;
	if (current.pageParameter != '' && isRepeated(current, count)) {
		logWarn(`${url} answered with the same records as the page before; stopped there, and they count once`);
		out.clear();
		return 0;
	}
	place.total += count;
	progress(place.total);
	return moveOn(current, url, count);
}

function refused(current: Settings, url: string): i32 {
	let waited = '';
	if (page.status == 429 && page.retryAfter != '') {
		waited = ` (it asks to wait, retry-after: ${shorten(page.retryAfter)}; config.max_wait is ${current.maxWait} s)`;
	}
	return fail(`${url} answered with status ${page.status}${waited}: ${shorten(page.body.toString())}`);
}

/** Writes the records of the page into `out` and returns their number, or a negative status. */
function recordsOf(current: Settings, url: string): i32 {
	// No content, and none to reset: a page without records.
	if (page.status == 204 || page.status == 205) {
		page.empty();
		return 0;
	}
	const wrong = page.wrongByte;
	if (wrong >= 0)
		return fail(`${url} answered with text that is not UTF-8, at byte ${wrong}, and names no other charset`);
	if (!page.parse()) return fail(`${url} did not answer with JSON: ${shorten(page.body.toString())}`);
	const count = page.writeItems(current.items, out);
	if (count >= 0) return count;
	if (place.pages == 0) return fail(`the answer of ${url} has nothing at "${current.items!.text}" (config.items)`);
	logWarn(
		`the answer of ${url} has nothing at "${current.items!.text}" (config.items); taken for a page without records`,
	);
	return 0;
}

/** Whether a server that does not know the parameter gave the page before once more. A full page may be like another. */
function isRepeated(current: Settings, count: i32): bool {
	const print = hashBytes(out.ptr, out.length);
	const same = count > 0 && place.pages > 1 && print == place.lastPrint;
	place.lastPrint = print;
	return same && (current.sizeParameter == '' || count < current.size);
}

/** Sets the address of the next page. 0 or a negative status. */
function moveOn(current: Settings, url: string, count: i32): i32 {
	if (current.pageParameter != '') {
		if (place.pages == 1) place.fullPage = count;
		// The end is a page without records, or a shorter one than the server's first: it may give less than it was asked for.
		if (count == 0 || (current.sizeParameter != '' && count < min(current.size, place.fullPage))) return 0;
		place.pageNumber++;
		place.address = addressOf(current);
	} else {
		const next = current.next;
		const link = next !== null ? page.textAt(next).trim() : current.linkHeader ? nextLink(page.link) : '';
		if (link == '') {
			const other = next !== null ? page.otherAt(next) : '';
			if (other != '') {
				logWarn(`${url} has no address at "${next!.text}" (config.next) but ${shorten(other)}; stopped there`);
			}
			return 0;
		}
		if (hasOtherScheme(link))
			return fail(`${url} names ${shorten(link)} as its next page; only http and https can be read`);
		place.seen.add(resolveUrl(url, url));
		if (page.url != '') place.seen.add(resolveUrl(page.url, url));
		// Relative links begin at the address that answered, wherever the one asked for led to.
		const target = resolveUrl(link, page.url != '' ? page.url : url);
		if (!place.seen.add(target)) {
			logWarn(`${url} names ${target} as its next page, which was read already; stopped there`);
			return 0;
		}
		place.address = target;
	}
	if (place.address != '' && place.pages >= current.maxPages) {
		logWarn(`stopped after ${place.pages} pages (config.max_pages); there are more`);
		place.address = '';
	}
	return 0;
}

function writeRequest(current: Settings, url: string): void {
	request.clear();
	request.text('{"method":"GET","url":');
	writeText(request, url);
	request.text(',"headers":{"accept":"application/json"');
	// What the headers hold may be a secret: it goes to the server of the configuration and to no other.
	if (originOf(url) == originOf(current.url)) {
		for (let i = 0; i < headerValues.length; i++) {
			request.byte(0x2c);
			writeText(request, current.headerNames[i].toLowerCase());
			request.byte(0x3a);
			writeText(request, headerValues[i]);
		}
	}
	request.text(`},"text":true,"wait_ms":${current.maxWait * 1000}}`);
}

export function save_state(): i32 {
	return collect(saved());
}

function saved(): i32 {
	const current = settings;
	if (current === null) return fail('plugin_init was not called');
	out.clear();
	const next = place.address;
	if (unread != '') place.address = unread;
	place.write(out, current.url);
	place.address = next;
	return out.toResult();
}

export function load_state(ptr: usize, length: i32): i32 {
	return collect(taken(ptr, length));
}

function taken(ptr: usize, length: i32): i32 {
	const current = settings;
	if (current === null) return fail('plugin_init was not called');
	const state = parseTree(ptr, length);
	if (state === null) return fail('the saved state is not JSON');
	const wrong = place.read(state, current.url);
	unread = '';
	return wrong == '' ? 0 : fail(wrong);
}

export function plugin_cleanup(): i32 {
	if (place.pages > 0) logInfo(`read ${place.total} records from ${place.pages} pages`);
	return collect(0);
}
