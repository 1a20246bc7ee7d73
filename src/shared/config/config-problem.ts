import type { JsonType } from './config-schema.ts';

/** What is wrong at one place of a configuration, for a face to say in its own language. */
export type ConfigProblem = { readonly path: readonly (string | number)[] } & (
	| { readonly kind: 'missing' }
	/** A key that the plugin does not know; `near`: the one that was meant, null: none is like it. */
	| { readonly kind: 'unknown'; readonly near: string | null }
	| { readonly kind: 'type'; readonly wanted: readonly JsonType[]; readonly found: JsonType }
	/** JSON texts of what it may be, the first of them; `types`: or anything of these; `near` as above. */
	| {
			readonly kind: 'choice';
			readonly choices: readonly string[];
			readonly types: readonly JsonType[];
			readonly near: string | null;
	  }
	| { readonly kind: Bound; readonly limit: number }
	/** `example`: what the schema gives as one, as text; null: none. */
	| { readonly kind: 'pattern'; readonly pattern: string; readonly example: string | null }
	| { readonly kind: 'repeated' }
	/** Of a list: none of its values is as one of them has to be, or more are than may. */
	| { readonly kind: 'contains' }
	/** Several of what excludes each other fit. */
	| { readonly kind: 'ambiguous' }
	| { readonly kind: 'not_allowed' }
);

/** A limit that is not kept: of a number, of a text's characters, of a list's values, of an object's keys. */
export type Bound =
	| 'minimum'
	| 'maximum'
	| 'above'
	| 'below'
	| 'multiple'
	| 'min_length'
	| 'max_length'
	| 'min_items'
	| 'max_items'
	| 'min_keys'
	| 'max_keys';

/** As a person writes a place: `aggregates[0].op`. */
export function pathText(path: readonly (string | number)[]): string {
	let text = '';
	for (const step of path) {
		if (typeof step === 'number') text += `[${step}]`;
		else if (/^[A-Za-z_$][\w$-]*$/.test(step)) text += text === '' ? step : `.${step}`;
		else text += `[${JSON.stringify(step)}]`;
	}
	return text;
}
