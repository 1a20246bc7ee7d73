import type { z } from 'zod';

type Schema = z.core.$ZodType;
type Def = Schema['_zod']['def'] & {
	readonly innerType?: Schema;
	readonly shape?: Readonly<Record<string, Schema>>;
	readonly element?: Schema;
	readonly valueType?: Schema;
	readonly options?: readonly Schema[];
};

/** The keys that objects at this place of a value may have, by its schema; none where it tells no keys. */
export function keysAt(schema: Schema, path: readonly PropertyKey[]): readonly string[] {
	let places: readonly Schema[] = [schema];
	for (const key of path) places = places.flatMap(unwrapped).flatMap((place) => inside(place, key));
	return [...new Set(places.flatMap(unwrapped).flatMap((place) => takenKeys(defOf(place).shape ?? {})))];
}

/** Keys that are named only to be refused in words are none that a value may have. */
function takenKeys(shape: Readonly<Record<string, Schema>>): readonly string[] {
	return Object.keys(shape).filter((key) =>
		unwrapped(shape[key] as Schema).every((each) => defOf(each).type !== 'custom'),
	);
}

/** Without what stands around a schema: defaults, optionality, the choice between several. */
function unwrapped(schema: Schema): readonly Schema[] {
	const { innerType, options } = defOf(schema);
	if (options !== undefined) return options.flatMap(unwrapped);
	return innerType === undefined ? [schema] : unwrapped(innerType);
}

function inside(schema: Schema, key: PropertyKey): readonly Schema[] {
	const { shape, element, valueType } = defOf(schema);
	const found = typeof key === 'number' ? element : (shape?.[String(key)] ?? valueType);
	return found === undefined ? [] : [found];
}

function defOf(schema: Schema): Def {
	return schema._zod.def as Def;
}
