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
	if (isText && (await isJsonText(record))) return Buffer.concat([Buffer.from('{"record":'), record, why]);
	const base64 = JSON.stringify({ base64: Buffer.from(record).toString('base64') });
	return Buffer.concat([Buffer.from(`{"record":${base64}`), why]);
}

/** What a failed record's error says of it, without the details that name a plugin's inner places twice. */
export function toldError(error: DataFlareError): WireError {
	const { code, message, hint, details, origin } = withoutPlace(error).toWire();
	const reason = details?.['reason'];
	return {
		code,
		message,
		...(hint === undefined ? {} : { hint }),
		...(typeof reason === 'string' ? { details: details ?? {} } : {}),
		...(origin === undefined ? {} : { origin }),
	};
}

/** Which record of a call it was is of interest to nobody: its number among those that the component took is told. */
export function withoutPlace(error: DataFlareError): DataFlareError {
	const where = error.details['function'];
	const short = typeof where === 'string' ? where.replace(/, record \d+$/, '') : where;
	if (typeof where !== 'string' || typeof short !== 'string' || short === where) return error;
	const { message } = error;
	return error.with({
		details: { function: short },
		message: message.startsWith(where) ? `${short}${message.slice(where.length)}` : message,
	});
}

/** Whether it is one JSON value, looked at in pieces. */
export async function isJsonText(record: Uint8Array): Promise<boolean> {
	if (!isUtf8(record)) return false;
	const checker = new JsonChecker(false);
	for (let at = 0; at < record.length; at += PIECE) {
		if (!checker.push(record.subarray(at, at + PIECE))) return false;
		if (at + PIECE < record.length) await turn();
	}
	return checker.end() === 1;
}
