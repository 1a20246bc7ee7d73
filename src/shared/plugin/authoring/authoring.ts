import type { JsonValue, WireError } from '../../errors/errors.ts';
import type { Remark } from '../../errors/remark.ts';

/** Languages that a new plugin can be begun in. */
export const authorLanguages = ['assemblyscript', 'rust', 'c', 'wat', 'javascript'] as const;
export type AuthorLanguage = (typeof authorLanguages)[number];

/** Licences whose text a new plugin can come with; `none`: no file, and nothing said in the manifest. */
export const authorLicences = ['MIT', 'ISC', '0BSD', 'none'] as const;
export type AuthorLicence = (typeof authorLicences)[number];

/** How a plugin's folder says that its module is made. */
export const RECIPE_FILE = 'build.json';
/** Stands in a step for the folder's absolute path. */
export const FOLDER_WORD = '{folder}';
/** Where its saved cases lie. */
export const CASES_FOLDER = 'cases';

/** Commands that make a module, each a program with its arguments, and the module, absolute. */
export interface Recipe {
	/** The plugin's name, as its manifest says. */
	readonly plugin: string;
	readonly folder: string;
	readonly steps: readonly (readonly string[])[];
	readonly module: string;
}

/** What a build would run, with everything found that it needs. */
export interface BuildPlan {
	readonly plugin: string;
	/** Absolute. */
	readonly folder: string;
	/** What the recipe calls each of its programs. */
	readonly tools: readonly string[];
	/** Each a program, absolute, with its arguments. */
	readonly commands: readonly (readonly string[])[];
	/** Absolute. */
	readonly module: string;
}

export interface CreatedPlugin {
	/** Absolute. */
	readonly folder: string;
	/** Below it, parted by `/`, sorted. */
	readonly files: readonly string[];
}

/** One command of a recipe, as it ran. */
export interface BuildStep {
	/** The program that was run, absolute, with its arguments. */
	readonly command: readonly string[];
	/** The end of what it said, on both streams. */
	readonly output: string;
	readonly ms: number;
}

export interface BuildAnswer {
	readonly plugin: string;
	readonly steps: readonly BuildStep[];
	/** Absolute. */
	readonly module: string;
	readonly bytes: number;
	/** Lower-case hex. */
	readonly sha256: string;
	/** Whether it is another module than before. */
	readonly changed: boolean;
	readonly ms: number;
}

/** What an installation would say of a plugin, and what its author could do better. */
export interface ValidationAnswer {
	readonly plugin: string;
	/** Why it would not be installed, or not be packed; null: it would. */
	readonly refusal: WireError | null;
	/** What an installation would note. */
	readonly warnings: readonly Remark[];
	readonly advice: readonly Remark[];
}

/** What a plugin did with a case, or is to do. */
export interface CaseOutcome {
	/** A run's records, or a call's answer. */
	readonly output?: JsonValue;
	/** The contents of files that it wrote, by their path in its data folder. */
	readonly files?: { readonly [path: string]: string };
	/** What a failure says. */
	readonly error?: string;
}

/** One place where two values differ; a side that is absent has nothing there. */
export interface CaseDifference {
	/** E.g. `output[3].name`. */
	readonly at: string;
	readonly expected?: JsonValue;
	readonly actual?: JsonValue;
}

/** `recorded`: what came out was written into its file; `unsaid`: it says nothing of what is to come out. */
export type CaseStatus = 'passed' | 'failed' | 'recorded' | 'unsaid';

export interface CaseResult {
	readonly name: string;
	/** Below the plugin's folder. */
	readonly file: string;
	readonly status: CaseStatus;
	readonly ms: number;
	readonly outcome: CaseOutcome;
	/** The first ones. */
	readonly differences: readonly CaseDifference[];
	/** What comes out otherwise than from the version it is compared with, the first ones; null: it is compared with none. */
	readonly changes: readonly CaseDifference[] | null;
}

export interface TestAnswer {
	readonly plugin: string;
	/** SHA-256 of the module that was tried, hex. */
	readonly sha256: string;
	readonly cases: readonly CaseResult[];
	readonly counts: { readonly [S in CaseStatus]: number };
	readonly ms: number;
}

/** How fast a plugin is; null: it cannot be measured for this one. */
export interface BenchFigures {
	readonly version: string | null;
	/** Hex. */
	readonly sha256: string;
	readonly moduleBytes: number;
	/** From nothing to the first answer, ms. */
	readonly coldStartMs: number;
	readonly callsPerSecond: number | null;
	readonly recordsPerSecond: number | null;
	/** The largest memory of the guest, bytes. */
	readonly peakMemoryBytes: number;
}

export interface BenchAnswer {
	readonly plugin: string;
	/** Records in each measured run. */
	readonly records: number;
	readonly now: BenchFigures;
	/** Absolute path of what it was compared with; null: nothing. */
	readonly againstPath: string | null;
	readonly before: BenchFigures | null;
}
