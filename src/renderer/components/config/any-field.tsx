import { modelOf } from '../../../shared/config/field-model.ts';
import { type FieldProps, useForm } from './form-context.ts';
import { ListField } from './list-field.tsx';
import { MapField } from './map-field.tsx';
import { ObjectField } from './object-field.tsx';
import { ScalarField } from './scalar-field.tsx';
import { UnionField } from './union-field.tsx';

/** Values within values that have fields of their own; what lies deeper is JSON on a line. */
const MAX_LEVELS = 16;

/** A value as its schema asks for it. */
export function AnyField(props: FieldProps) {
	const form = useForm();
	const model = modelOf(form.schema, props.schema);
	if (props.path.length > MAX_LEVELS) return <ScalarField {...props} model={{ ...model, kind: 'json' }} />;
	switch (model.kind) {
		case 'list':
			return <ListField {...props} model={model} />;
		case 'map':
			return <MapField {...props} model={model} />;
		case 'object':
			return <ObjectField {...props} model={model} />;
		case 'union':
			return <UnionField {...props} model={model} />;
		default:
			return <ScalarField {...props} model={model} />;
	}
}
