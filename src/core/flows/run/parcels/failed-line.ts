import { isUtf8 } from 'node:buffer';
import { setImmediate as turn } from 'node:timers/promises';
import type { DataFlareError, WireError } from '../../../../shared/errors/errors.ts';
import { JsonChecker } from '../../../answers/json-checker.ts';

/** Bytes that are looked at before somebody else has a turn. */
const PIECE = 256 * 1024;

/** What is told of a record's failure beside the record: which it was, and why. */
export interface Failure {
	readonly error: WireError;
	/** Name in the flow of the component that could not take it. */
	readonly component: string;
	/** Among the records that the component took, from 1. */
	readonly number: number;
}

/** A record and why it failed, as one line of JSON. The record stands in it as it is where it is JSON, otherwise in base64. */
export async function failedLine(record: Uint8Array, isText: boolean, failure: Failure): Promise<Uint8Array> {
	const why = Buffer.from(`,${JSON.stringify(failure).slice(1)}`);
	if (isText && (await isJson(record))) return Buffer.concat([Buffer.from('{"record":'), record, why]);
	const base64 = JSON.stringify({ base64: Buffer.from(record).toString('base64') });
	return Buffer.concat([Buffer.from(`{"record":${base64}`), why]);
}

/** What a failed record's error says of it, without the details that name a plugin's inner places twice. */
export function toldError(error: DataFlareError): WireError {
	const { code, message, hint, details, origin } = error.toWire();
	const reason = details?.['reason'];
	return {
		code,
		message,
		...(hint === undefined ? {} : { hint }),
		...(typeof reason === 'string' ? { details: details ?? {} } : {}),
		...(origin === undefined ? {} : { origin }),
	};
}

async function isJson(record: Uint8Array): Promise<boolean> {
	if (!isUtf8(record)) return false;
	const checker = new JsonChecker(false);
	for (let at = 0; at < record.length; at += PIECE) {
		if (!checker.push(record.subarray(at, at + PIECE))) return false;
		if (at + PIECE < record.length) await turn();
	}
	return checker.end() === 1;
}
