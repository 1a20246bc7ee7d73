import type { EntryList, PowerName } from './powers.ts';

/** What one entry of a policy is about, so that a face can say it in any language and offer less. */
export type AskSubject =
	| {
			readonly kind: 'path';
			readonly path: string;
			/** `write` includes reading. */
			readonly access: 'read' | 'write';
			/** In the plugin's own data folder. */
			readonly own: boolean;
			/** The root of a file system. */
			readonly everything: boolean;
			/** It names the program's own files, or such lie below what it names: no grant reaches them. */
			readonly ownFiles?: 'named' | 'below';
	  }
	| {
			readonly kind: 'host';
			readonly host: string;
			readonly port: number;
			readonly scheme: 'http' | 'https';
			/** Everything below the host, not the host itself. */
			readonly subdomains: boolean;
			/** An address, or a name for this computer: it may lead to this computer or its network. */
			readonly local: boolean;
	  }
	| { readonly kind: 'env'; readonly name: string; readonly secret: boolean }
	| { readonly kind: 'memory'; readonly bytes: number }
	| { readonly kind: 'time'; readonly ms: number }
	/** In each run. */
	| { readonly kind: 'written'; readonly bytes: number }
	/** New files and folders in each run. */
	| { readonly kind: 'files'; readonly files: number }
	/** Allows nothing. */
	| { readonly kind: 'unclear'; readonly list: EntryList };

export type Risk = 'high' | 'medium' | 'low';

/** One thing that a policy asks for. */
export interface Ask {
	/** A sentence in English. */
	readonly text: string;
	readonly risk: Risk;
	/** The policy's own words for it: the list's entry, or the limit's number. */
	readonly entry: string;
	readonly subject: AskSubject;
}

/** A difference between what a module can call and what its manifest asks for. */
export interface PowerMismatch {
	readonly code: 'imports_unasked' | 'asks_unused';
	readonly power: PowerName;
	/** Host functions that the module imports. */
	readonly imports: readonly string[];
	/** A sentence in English. */
	readonly text: string;
}
