import { Config, shorten } from '../../../sdk/assemblyscript/assembly/config';
import { FieldPath } from '../../../sdk/assemblyscript/assembly/json/field-path';
import { NUMBER, STRING } from '../../../sdk/assemblyscript/assembly/json/tree';
import { isAbsolute } from './url';

export class Settings {
	url: string = '';
	headerNames: string[] = [];
	/** With `${env:NAME}` as the configuration has it. */
	headerValues: string[] = [];
	/** Where the records are in a page; null: the page itself. */
	items: FieldPath | null = null;
	/** Where the address of the next page is; null: none is looked for. */
	next: FieldPath | null = null;
	/** Whether a `Link` header is followed. */
	linkHeader: bool = false;
	/** The parameter that counts pages; empty: none. */
	pageParameter: string = '';
	firstPage: i32 = 1;
	/** The parameter for the size of a page; empty: none. */
	sizeParameter: string = '';
	size: i32 = 100;
	maxPages: i32 = 1000;
	/** How long a busy server is waited for, seconds for each page. */
	maxWait: i32 = 10;
}

/** Reads the configuration; problems are noted there. */
export function readSettings(config: Config): Settings {
	const settings = new Settings();
	config.only(['url', 'headers', 'items', 'next', 'page', 'link_header', 'max_pages', 'max_wait']);
	settings.url = config.text('url');
	if (settings.url == '') config.refuse('config.url is missing: name the address to read');
	else if (!isAbsolute(settings.url))
		config.refuse(`config.url must begin with https:// or http://, found "${settings.url}"`);
	readHeaders(config, settings);
	const items = config.text('items');
	if (items != '') settings.items = new FieldPath(items);
	const next = config.text('next');
	if (next != '') settings.next = new FieldPath(next);
	readPaging(config, settings);
	if (settings.next !== null && settings.pageParameter != '') {
		config.refuse('config has both next and page; name one way from page to page');
	}
	const otherwise = settings.next === null && settings.pageParameter == '';
	settings.linkHeader = config.flag('link_header', otherwise);
	if (settings.linkHeader && !otherwise) {
		config.refuse('config has link_header and next or page; name one way from page to page');
	}
	settings.maxWait = config.integer('max_wait', 10, 0, 300);
	settings.maxPages = config.integer('max_pages', 1000, 1, 1_000_000);
	return settings;
}

function readHeaders(config: Config, settings: Settings): void {
	const headers = config.object('headers');
	if (headers === null) return;
	for (let i = 0; i < headers.keys.length; i++) {
		const value = headers.items[i];
		if (value.kind != STRING) {
			config.refuse(`config.headers.${headers.keys[i]} must be text, found ${shorten(value.source)}`);
			continue;
		}
		settings.headerNames.push(headers.keys[i]);
		settings.headerValues.push(value.text);
	}
}

function readPaging(config: Config, settings: Settings): void {
	const page = config.object('page');
	if (page === null) return;
	for (let i = 0; i < page.keys.length; i++) {
		const key = page.keys[i];
		const value = page.items[i];
		const isNumber = key == 'start' || key == 'size';
		if (!isNumber && key != 'param' && key != 'size_param') {
			config.refuse(`config.page.${key} is not known; page has param, start, size_param and size`);
		} else if (
			value.kind != (isNumber ? NUMBER : STRING) ||
			(isNumber && !(value.number >= 0 && value.number <= 1e9))
		) {
			config.refuse(`config.page.${key} must be ${isNumber ? 'a number' : 'text'}, found ${shorten(value.source)}`);
		} else if (key == 'param') {
			settings.pageParameter = value.text;
		} else if (key == 'size_param') {
			settings.sizeParameter = value.text;
		} else if (key == 'start') {
			settings.firstPage = <i32>value.number;
		} else {
			settings.size = <i32>value.number;
		}
	}
	if (settings.pageParameter == '') config.refuse('config.page.param is missing: name the parameter that counts pages');
}
