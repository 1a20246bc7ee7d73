import type { TFunction } from 'i18next';
import type { ErrorCode, ErrorDetails, ErrorOrigin, JsonValue } from '../../../shared/errors/errors.ts';
import { type FactName, reasonFacts, reasonOf } from '../../../shared/errors/failure-reason.ts';
import { type ComponentType, componentTypes } from '../../../shared/plugin/component-type.ts';
import { plainText } from './plain-text.ts';
import type { Format } from './use-format.ts';

/** What both `WireError` and `DataFlareError` have. */
export interface Failure {
	readonly code: ErrorCode;
	readonly message: string;
	readonly hint?: string | undefined;
	readonly details?: ErrorDetails | undefined;
	readonly origin?: ErrorOrigin | undefined;
}

/** An error as the window says it. */
export interface FailureText {
	readonly text: string;
	readonly hint: string | null;
	/** What the plugin itself said about it. */
	readonly said: string | null;
	/** The engine's own sentence in English, where `text` is not that. */
	readonly original: string | null;
}

/** Longer facts, such as paths, are cut. */
const MAX_FACT = 300;

/** In the window's language where the error gives a reason; otherwise as the engine or the plugin said it. */
export function failureText(
	error: Failure,
	format: Format,
	t: TFunction<'failure'>,
	common: TFunction<'common'>,
): FailureText {
	const reason = reasonOf(error);
	const details = error.details ?? {};
	if (reason === null) return ownText(error);
	// Its sentences have no other holes; a test compares them.
	const facts = Object.fromEntries(
		reasonFacts[reason].map((name) => [name, factText(name, details[name], format, common)]),
	) as { readonly [name in FactName]: string };
	return {
		text: t(`why.${reason}.text`, facts),
		hint: t(`why.${reason}.hint`, facts),
		said: saidOf(error, details),
		original: error.message,
	};
}

/** As the engine or the plugin said it. */
export function ownText({ message, hint }: Failure): FailureText {
	return { text: message, hint: hint ?? null, said: null, original: null };
}

/** For a place that has room for a line alone. */
export function sentencesOf({ text, said, hint }: FailureText): string {
	return [text, said, hint].filter((sentence) => sentence !== null).join(' ');
}

function saidOf({ origin, message }: Failure, details: ErrorDetails): string | null {
	const { lastError, said } = details;
	if (typeof lastError === 'string') return lastError;
	if (origin !== 'guest' || said === false) return null;
	// Records of older versions do not say whose words these are: a number alone is the engine's, and in the sentence already.
	return said === true || !/ returned -?\d+$/.test(message) ? message : null;
}

function factText(name: string, value: JsonValue | undefined, format: Format, common: TFunction<'common'>): string {
	if (typeof value === 'number') {
		if (name.endsWith('Ms')) return format.duration(value);
		return /bytes$/i.test(name) && name !== 'bytes' ? format.bytes(value) : format.count(value);
	}
	if (typeof value !== 'string') return value == null ? '' : JSON.stringify(value).slice(0, MAX_FACT);
	const type = componentTypes.find((known): known is ComponentType => known === value);
	if (type !== undefined && (name === 'type' || name === 'found')) return common(`type.${type}`);
	return plainText(value.length > MAX_FACT ? `${value.slice(0, MAX_FACT)}…` : value);
}
