import type { AuthorLanguage, AuthorLicence } from '../../../shared/plugin/authoring/authoring.ts';
import type { ComponentType } from '../../../shared/plugin/component-type.ts';

/** What a person said about a plugin that is to be begun. */
export interface NewPlugin {
	readonly language: AuthorLanguage;
	readonly role: ComponentType;
	readonly name: string;
	/** Empty: nothing was said. */
	readonly description: string;
	readonly author: string;
	readonly licence: AuthorLicence;
}

/** Files of a new folder by their path, parted by `/`. */
export type NewFiles = ReadonlyMap<string, string | Uint8Array>;

export const asJson = (value: unknown): string => `${JSON.stringify(value, null, '\t')}\n`;
