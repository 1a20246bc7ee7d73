import { Config, shorten } from '../../../sdk/assemblyscript/assembly/config';
import { STRING as JSON_STRING, Json } from '../../../sdk/assemblyscript/assembly/json/tree';
import { typeNames } from './columns';

export class Settings {
	path: string = '';
	/** 0: find out. */
	delimiter: u8 = 0;
	/** 0: no quoting. */
	quote: u8 = 0x22;
	/** Whether a backslash in a quoted field takes the meaning from a quote or backslash behind it. */
	escapes: bool = false;
	/** Lines before the header; -1: find out. */
	skipLines: i32 = -1;
	/** Whether blank lines are left out of files of one column, too. */
	skipBlank: bool = false;
	header: bool = true;
	columns: string[] = [];
	types: Json | null = null;
	infer: bool = true;
	inferQuoted: bool = false;
	/** Whether unquoted numbers stay numbers however long they are. */
	exact: bool = false;
	batchSize: i32 = 1000;
	maxRecordBytes: i32 = 4_194_304;
	/** The decimal sign of numbers. */
	decimal: u8 = 0x2e;
	/** Whether the file is windows-1252, a superset of Latin-1. */
	latin1: bool = false;
	/** Whether bytes that are no UTF-8 become U+FFFD; else they end the reading. */
	replaceInvalid: bool = false;
}

/** Reads the configuration; problems are noted there. */
export function readSettings(config: Config): Settings {
	const settings = new Settings();
	config.only([
		'path',
		'file_path',
		'delimiter',
		'quote',
		'escape',
		'skip_lines',
		'blank_lines',
		'decimal',
		'header',
		'columns',
		'types',
		'infer',
		'batch_size',
		'max_record_bytes',
		'encoding',
		'invalid_utf8',
	]);
	settings.path = config.textOf('path', 'file_path');
	if (settings.path == '') config.refuse('config.path is missing: name the CSV file to read');
	settings.delimiter = delimiterOf(config);
	settings.quote = oneByte(config, 'quote', '"', true);
	if (settings.delimiter != 0 && settings.delimiter == settings.quote) {
		config.refuse('config.delimiter and config.quote are the same character');
	}
	settings.escapes = config.choice('escape', ['', '\\'], '') != '';
	const skip = config.get('skip_lines');
	if (skip === null || skip.kind != JSON_STRING || skip.text != 'auto') {
		settings.skipLines = config.integer('skip_lines', -1, 0, 10_000);
	}
	settings.skipBlank = config.choice('blank_lines', ['auto', 'skip'], 'auto') == 'skip';
	settings.decimal = config.choice('decimal', ['.', ','], '.') == ',' ? 0x2c : 0x2e;
	settings.header = config.flag('header', true);
	settings.columns = config.list('columns');
	settings.types = config.object('types');
	checkTypes(config, settings.types);
	const infer = config.get('infer');
	if (infer !== null && infer.kind == JSON_STRING && infer.text == 'all') settings.inferQuoted = true;
	else if (infer !== null && infer.kind == JSON_STRING && infer.text == 'exact') settings.exact = true;
	else if (infer !== null && infer.kind == JSON_STRING) {
		config.refuse(`config.infer must be true, false, "all" or "exact", found ${shorten(infer.source)}`);
	} else settings.infer = config.flag('infer', true);
	settings.batchSize = config.integer('batch_size', 1000, 1, 100_000);
	settings.maxRecordBytes = config.integer('max_record_bytes', 4_194_304, 1024, 536_870_912);
	settings.latin1 = config.choice('encoding', ['utf-8', 'latin1', 'windows-1252'], 'utf-8') != 'utf-8';
	settings.replaceInvalid = config.choice('invalid_utf8', ['refuse', 'replace'], 'refuse') == 'replace';
	return settings;
}

function delimiterOf(config: Config): u8 {
	const text = config.text('delimiter', 'auto');
	if (text == 'auto') return 0;
	if (text == 'tab' || text == '\\t') return 0x09;
	return oneByte(config, 'delimiter', ',', false);
}

/** A setting of one ASCII character; 0 for an empty one. */
function oneByte(config: Config, key: string, fallback: string, mayBeEmpty: bool): u8 {
	const text = config.text(key, fallback);
	if (text == '' && mayBeEmpty) return 0;
	const code = text.length == 1 ? text.charCodeAt(0) : 0x80;
	if (code < 0x80 && code != 0x0a && code != 0x0d && code != 0) return <u8>code;
	config.refuse(`config.${key} must be one ASCII character, found "${shorten(text)}"`);
	return 0;
}

function checkTypes(config: Config, types: Json | null): void {
	if (types === null) return;
	for (let i = 0; i < types.keys.length; i++) {
		if (!typeNames.includes(types.items[i].text)) {
			config.refuse(
				`config.types.${types.keys[i]} must be one of ${typeNames.join(', ')}, found ${shorten(types.items[i].source)}`,
			);
		}
	}
}
