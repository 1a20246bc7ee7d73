import { createContext, type ReactNode, useContext } from 'react';
import type { ConfigProblem } from '../../../shared/config/config-problem.ts';
import type { ConfigSchema, ReadSchema } from '../../../shared/config/config-schema.ts';
import type { NamedField } from '../../../shared/config/field-model.ts';
import type { JsonValue } from '../../../shared/errors/errors.ts';

export type Path = readonly (string | number)[];

/** A value that can be edited, wherever it stands. */
export interface FieldProps {
	readonly path: Path;
	/** Its name for a person, from the plugin where it says one. */
	readonly name: string;
	/** The key, where it stands beside the name. */
	readonly keyName?: string;
	readonly schema: ConfigSchema;
	readonly required: NamedField['required'];
	/** Undefined: not given. */
	readonly value: JsonValue | undefined;
	/** What holds without a value besides the schema's default: the manifest's own. */
	readonly own?: JsonValue | undefined;
	/** In a row of its own kind, whose name is seen elsewhere. */
	readonly isBare?: boolean;
	onChange(value: JsonValue | undefined): void;
}

interface FormContext {
	readonly schema: ReadSchema;
	/** What is wrong at a place itself. */
	at(path: Path): readonly ConfigProblem[];
	/** What is wrong at a place and within it. */
	below(path: Path): readonly ConfigProblem[];
	/** Draws a value of any kind: fields are within each other without knowing of one another. */
	draw(props: FieldProps): ReactNode;
}

const Context = createContext<FormContext | null>(null);

export const FormProvider = Context.Provider;

export function useForm(): FormContext {
	const form = useContext(Context);
	if (form === null) throw new Error('useForm outside of a form');
	return form;
}
