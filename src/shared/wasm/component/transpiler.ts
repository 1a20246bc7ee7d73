/**
 * What makes core modules and JavaScript of components, with its version: what a run’s record names. What was made by
 * another version is made anew; what another version refused is looked at anew once `LOOK_REVISION` has changed.
 */
export const TRANSPILER = 'jco-transpile 0.15.0';

/** The file of a bundle that holds the JavaScript which links its core modules. */
export const GENERATED_FILE = 'component.js';

/** … and the one that names what it imports: a JSON array of interfaces without their versions. */
export const IMPORTS_FILE = 'imports.json';

/** The largest component that is made ready to run, bytes: to do so takes several times its size. */
export const MAX_COMPONENT_BYTES = 64 * 1024 * 1024;
/** The most that may be made of one, bytes. */
export const MAX_BUNDLE_BYTES = 96 * 1024 * 1024;
/** The most JavaScript that may be made of one, bytes. Of real components none was seen with more than 1 MB. */
export const MAX_GENERATED_BYTES = 16 * 1024 * 1024;
/** What the transpiler may take of memory, bytes. */
export const TRANSPILER_MEMORY_BYTES = 512 * 1024 * 1024;
/** How long making one ready may take, ms. */
export const TRANSPILE_MS = 60_000;
