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
import { writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { Page } from './page';
import { readSettings, Settings } from './settings';
import { fillIn, problem } from './template';
import { originOf, resolveUrl, withParameter } from './url';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

const out = new Bytes();
const request = new Bytes();
const page = new Page();
let settings: Settings | null = null;
let headerValues: string[] = [];
/** The address to read next; empty: there is no more. */
let address: string = '';
let pageNumber: i32 = 0;
let pages: i32 = 0;
let total: i64 = 0;

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
	pageNumber = read.firstPage;
	address = addressOf(read);
	return 0;
}

/** The first address, or with a page parameter the one of the page under way. */
function addressOf(current: Settings): string {
	let url = current.url;
	if (current.pageParameter != '') url = withParameter(url, current.pageParameter, pageNumber.toString());
	if (current.sizeParameter != '') url = withParameter(url, current.sizeParameter, current.size.toString());
	return url;
}

export function read_data(): i32 {
	return collect(read());
}

function read(): i32 {
	const current = settings;
	if (current === null) return fail('plugin_init was not called');
	while (address != '') {
		const status = readPage(current);
		if (status < 0) return status;
		// A page without records gives nothing to hand on, but another may follow it.
		if (out.length > 0) return out.toResult();
	}
	return 0;
}

/** Reads one page into `out` and sets the address of the next one. 0 or a negative status. */
function readPage(current: Settings): i32 {
	const url = address;
	out.clear();
	address = '';
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
	if (page.status < 200 || page.status > 299) {
		return fail(`${url} answered with status ${page.status}: ${shorten(page.body.toString())}`);
	}
	if (!page.parse()) return fail(`${url} did not answer with JSON: ${shorten(page.body.toString())}`);
	const count = page.writeItems(current.items, out);
	if (count < 0) return fail(`the answer of ${url} has nothing at "${current.items!.text}" (config.items)`);
	pages++;
	total += count;
	progress(total);
	moveOn(current, url, count);
	return 0;
}

function moveOn(current: Settings, url: string, count: i32): void {
	const next = current.next;
	if (next !== null) {
		const link = page.textAt(next);
		if (link == '') return;
		address = resolveUrl(link, url);
		if (address == url) {
			logWarn(`${url} names itself as its next page; stopped there`);
			address = '';
			return;
		}
	} else if (current.pageParameter != '') {
		// The end is a page without records, or one that is not full.
		if (count == 0 || (current.sizeParameter != '' && count < current.size)) return;
		pageNumber++;
		address = addressOf(current);
	}
	if (address != '' && pages >= current.maxPages) {
		logWarn(`stopped after ${pages} pages (config.max_pages); there are more`);
		address = '';
	}
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
	request.text('}}');
}

export function plugin_cleanup(): i32 {
	if (pages > 0) logInfo(`read ${total} records from ${pages} pages`);
	return collect(0);
}
