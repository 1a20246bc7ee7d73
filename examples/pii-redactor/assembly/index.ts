// A processor: replaces e-mail addresses, phone numbers and card numbers in the texts of records.
import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { readConfig } from '../../../sdk/assemblyscript/assembly/config';
import { fail, logInfo, logWarn } from '../../../sdk/assemblyscript/assembly/host';
import { Records } from '../../../sdk/assemblyscript/assembly/json/records';
import { collect } from '../../../sdk/assemblyscript/assembly/memory';
import { allowBareHosts } from './find-email';
import { NamedField, redactFields } from './named-fields';
import { CARD, EMAIL, HASH, kinds, modes, PHONE, Redactor } from './redact';
import { redactRecord } from './walk';

export { alloc, dealloc } from '../../../sdk/assemblyscript/assembly/memory';

const records = new Records();
const out = new Bytes();
const redactor = new Redactor();
const named: NamedField[] = [];
let ready: bool = false;
let seen: i64 = 0;

export function plugin_init(ptr: usize, length: i32): i32 {
	return collect(start(ptr, length));
}

function start(ptr: usize, length: i32): i32 {
	const config = readConfig(ptr, length);
	if (config === null) return -22;
	config.only(['email', 'phone', 'card', 'salt', 'hash_length', 'bare_hosts', 'fields']);
	let hashes = false;
	for (let i = 0; i < kinds.length; i++) {
		redactor.modes[i] = modes.indexOf(config.choice(kinds[i], modes, 'mask'));
		if (redactor.modes[i] == HASH) hashes = true;
	}
	const salt = config.text('salt');
	if (hashes && salt == '') {
		config.refuse('config.salt is missing: without a salt, hashes of phone numbers can be reversed by trying them all');
	}
	redactor.salt.text(salt);
	redactor.hashLength = config.integer('hash_length', 32, 8, 64);
	allowBareHosts(config.flag('bare_hosts', false));
	const fields = config.list('fields');
	for (let i = 0; i < fields.length; i++) named.push(new NamedField(fields[i]));
	ready = true;
	return config.finish();
}

export function process_data(ptr: usize, length: i32): i32 {
	return collect(process(ptr, length));
}

function process(ptr: usize, length: i32): i32 {
	if (!ready) return fail('plugin_init was not called');
	out.clear();
	out.reserve(length + 64);
	records.open(ptr, length);
	while (records.next()) {
		seen++;
		if (named.length == 0) redactRecord(redactor, records.fields, records.start, records.end, out);
		else redactFields(redactor, records.fields, named, records.start, records.end, out);
		out.byte(0x0a);
	}
	return records.broken ? records.failure() : out.toResult();
}

export function plugin_cleanup(): i32 {
	const counts = redactor.counts;
	if (seen > 0) {
		logInfo(
			`replaced ${counts[EMAIL]} e-mail addresses, ${counts[PHONE]} phone numbers and ${counts[CARD]} card numbers in ${seen} records`,
		);
	}
	for (let i = 0; seen > 0 && i < named.length; i++) {
		if (!named[i].seen) logWarn(`no record had "${named[i].text}", which is one of the fields to look at`);
	}
	return collect(0);
}
