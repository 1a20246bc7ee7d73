// Which page is read next, and what that depends on: all that another instance needs to go on.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { writeInteger } from '../../../sdk/assemblyscript/assembly/json/number';
import { writeText } from '../../../sdk/assemblyscript/assembly/json/text';
import { Json, NUMBER, STRING } from '../../../sdk/assemblyscript/assembly/json/tree';
import { hexOf } from '../../../sdk/assemblyscript/assembly/packed';
import { Seen } from './seen';

const VERSION: i64 = 1;
/** What an f64 holds exactly. */
const MAX_EXACT: f64 = 9_007_199_254_740_991;

export class Place {
	/** The address to read next; empty: there is no more. */
	address: string = '';
	pageNumber: i32 = 0;
	/** Pages and records that were read. */
	pages: i32 = 0;
	total: i64 = 0;
	/** Records of the first page: what the server takes for a full one. */
	fullPage: i32 = 0;
	/** Of the records of the page before, where pages are counted. */
	lastPrint: u64 = 0;
	/** Addresses that were read. */
	readonly seen: Seen = new Seen();

	/** Appends it as JSON. `url`: of the configuration. */
	write(out: Bytes, url: string): void {
		out.text('{"version":');
		writeInteger(out, VERSION);
		out.text(',"url":');
		writeText(out, url);
		out.text(',"address":');
		writeText(out, this.address);
		out.text(',"page":');
		writeInteger(out, this.pageNumber);
		out.text(',"pages":');
		writeInteger(out, this.pages);
		out.text(',"records":');
		writeInteger(out, this.total);
		out.text(',"full_page":');
		writeInteger(out, this.fullPage);
		out.text(`,"print":"${hexOf(this.lastPrint)}","seen":"`);
		this.seen.write(out);
		out.text('"}');
	}

	/** Takes up what `write` appended. Gives what is wrong; empty: nothing. */
	read(state: Json, url: string): string {
		wrong = false;
		const isMine = numberOf(state, 'version', MAX_EXACT) == VERSION;
		const from = textOf(state, 'url');
		this.address = textOf(state, 'address');
		this.pageNumber = <i32>numberOf(state, 'page', <f64>i32.MAX_VALUE);
		this.pages = <i32>numberOf(state, 'pages', <f64>i32.MAX_VALUE);
		this.total = numberOf(state, 'records', MAX_EXACT);
		this.fullPage = <i32>numberOf(state, 'full_page', <f64>i32.MAX_VALUE);
		const print = textOf(state, 'print');
		const seen = textOf(state, 'seen');
		if (wrong || !isMine || print.length != 16 || !this.seen.read(seen)) {
			return 'the saved state is none of http-json-source';
		}
		this.lastPrint = U64.parseInt(print, 16);
		return from == url ? '' : `the saved state is of ${from}, and the configuration names ${url}`;
	}
}

/** Whether the state that is being read is none. */
let wrong: bool = false;

function textOf(state: Json, key: string): string {
	const found = state.get(key);
	if (found !== null && found.kind == STRING) return found.text;
	wrong = true;
	return '';
}

/** A whole number from 0 to `most`. */
function numberOf(state: Json, key: string, most: f64): i64 {
	const found = state.get(key);
	const value = found !== null && found.kind == NUMBER ? found.number : -1;
	if (value >= 0 && value <= most && trunc(value) == value) return <i64>value;
	wrong = true;
	return 0;
}
